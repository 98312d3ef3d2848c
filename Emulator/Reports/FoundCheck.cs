using Emulator.Kernel;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>A check that fired in some of many traces.</summary>
/// <param name="Severity">The worst of what it found.</param>
/// <param name="First">The first trace that it fired in.</param>
public sealed record FoundCheck(string Check, Severity Severity, Trace First, int Traces);
