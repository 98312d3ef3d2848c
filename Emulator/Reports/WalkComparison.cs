using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>Runs walks, each with its own flush and sync, over the same trace under the same rules: `ptemu compare`.</summary>
public sealed class WalkComparison(Trace trace, KernelRelease? release = null, KernelRelease? splitOf = null)
{
    private readonly KernelRelease _release = release ?? KernelRelease.Default;

    public Trace Trace => trace;

    /// <summary>Does the trace register anything? Only then is there something to compare.</summary>
    public bool HasRegistration => trace.Statements.OfType<UffdRegisterStatement>().Any();

    /// <summary>Counts what a walk does at the registrations of the trace.</summary>
    /// <exception cref="TraceException">The trace can't be run.</exception>
    public WalkRow Count(UnshareWalk walk)
    {
        using var run = new TraceRun(trace, _release, walk, splitOf);
        var answers = run.Answers().ToList();
        if (answers.Find(answer => answer.Outcome.Deadlock is not null) is { } stuck)
        {
            const string What = "the kernel never comes back from this statement";
            throw new TraceException(trace.Path, stuck.Statement.Line, What, "a trace that ends");
        }

        var registrations = answers.FindAll(answer => answer.Statement is UffdRegisterStatement);
        return new()
        {
            Walk = walk,
            Calls = [.. registrations.Select(answer => answer.Calls)],
            Unshared = registrations.Sum(answer => answer.Tally.Unshared),
            Ipis = registrations.Sum(answer => answer.Tally.FlushIpis + answer.Tally.SyncIpis),
            LeftShared = registrations[^1].LeftShared,
            LeftStale = registrations[^1].LeftStale,
            ModelNs = registrations.Sum(answer => answer.ModelNs),
        };
    }

    /// <summary>Counts no more than the interrupts that a walk sends at the registrations: cheap, for a second trace.</summary>
    public long CountIpis(UnshareWalk walk)
    {
        using var execution = new Execution<Silent>(trace, _release, default, walk, splitOf);
        var ipis = 0L;
        foreach (var statement in trace.Statements)
        {
            execution.Execute(statement);
            if (statement is UffdRegisterStatement) ipis += execution.Kernel.Tally.FlushIpis + execution.Kernel.Tally.SyncIpis;
        }

        return ipis;
    }

    /// <summary>Measures walks with the silent probe, in turn, at each registration of one run of the trace.</summary>
    /// <param name="budget">For each registration.</param>
    /// <returns>A time for each walk: of one registration, a median.</returns>
    public IReadOnlyList<WalkTime> Measure(IReadOnlyList<UnshareWalk> walks, TimeSpan budget)
    {
        var stopwatch = new WalkStopwatch(walks, budget);
        using var execution = new Execution<Silent>(trace, _release, default, stopwatch, splitOf);
        foreach (var statement in trace.Statements) execution.Execute(statement);
        return stopwatch.Times;
    }
}
