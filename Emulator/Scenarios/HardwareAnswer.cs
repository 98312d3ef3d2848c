using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>What one statement did in the TLBs of all CPUs.</summary>
public sealed record HardwareAnswer(Statement Statement, Outcome Outcome, HardwareCounts Did);
