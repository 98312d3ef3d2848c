using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>A command that finds bugs in traces, for the table of <see cref="BugTable"/>.</summary>
public interface IBugFinder
{
    /// <summary>As a bug's header names it: `run`, `explore`.</summary>
    string Verb { get; }

    /// <summary>What it finds in a trace at a release.</summary>
    IReadOnlyList<Violation> Find(Trace trace, KernelRelease release);
}
