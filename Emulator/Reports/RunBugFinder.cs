using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>`ptemu run --check`: program order.</summary>
public sealed class RunBugFinder : IBugFinder
{
    public string Verb => "run";

    public IReadOnlyList<Violation> Find(Trace trace, KernelRelease release)
    {
        using var run = new TraceRun(trace, release, isChecked: true);
        return [.. run.Answers().SelectMany(answer => answer.Violations)];
    }
}
