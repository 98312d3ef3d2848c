using Emulator.Explore;
using Emulator.Kernel;
using Emulator.Scenarios;

namespace Emulator.Experiments;

/// <summary>A command that finds bugs in traces, for the table of the gallery.</summary>
public interface IBugFinder
{
    /// <summary>As a bug's header names it: `run`, `explore`.</summary>
    string Verb { get; }

    /// <summary>What it finds in a trace at a release.</summary>
    IReadOnlyList<Violation> Find(Trace trace, LinuxKernel release);
}

/// <summary>`ptemu run --check`: program order.</summary>
public sealed class RunBugFinder : IBugFinder
{
    public string Verb => "run";

    public IReadOnlyList<Violation> Find(Trace trace, LinuxKernel release)
    {
        using var run = new TraceRun(trace, release, isChecked: true);
        return [.. run.Answers().SelectMany(answer => answer.Violations)];
    }
}

/// <summary>`ptemu explore`: the first violation in any interleaving.</summary>
public sealed class ExploreBugFinder : IBugFinder
{
    /// <summary>No verdict may depend on how busy the machine is.</summary>
    private static readonly ExploreOptions Patient = new() { TimeMax = TimeSpan.FromMinutes(20) };

    public string Verb => "explore";

    /// <exception cref="TimeoutException">The interleavings were too many to look at in the time, and none that was had a violation.</exception>
    public IReadOnlyList<Violation> Find(Trace trace, LinuxKernel release)
    {
        var result = Explorer.Run(trace, release, Patient);
        if (result.Found is { } found) return [found.Violation];
        return result.IsComplete
            ? [.. result.Findings.Select(finding => finding.Violation)]
            : throw new TimeoutException($"{trace.Path} at {release.Name}: not all interleavings were looked at");
    }
}
