using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Notifiers;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Experiments;

/// <summary>Runs walks, each with its own flush and sync, over the same trace under the same rules: `ptemu compare`.</summary>
/// <param name="consumers">The consumers that have a notifier on each mm: their time is then part of the model's.</param>
public sealed class WalkComparison(
    Trace trace, LinuxKernel? linux = null, CostProfile? profile = null, IReadOnlyList<INotifierConsumer>? consumers = null)
{
    private readonly LinuxKernel _linux = linux ?? LinuxKernels.Default;

    public Trace Trace => trace;

    /// <summary>Does the trace register anything? Only then is there something to compare.</summary>
    public bool HasRegistration => trace.ProgramOrder.OfType<UffdRegisterStatement>().Any();

    /// <summary>Counts what a walk does at the registrations of the trace.</summary>
    /// <exception cref="TraceException">The trace can't be run.</exception>
    public WalkRow Count(UnshareWalk walk)
    {
        using var run = new TraceRun(trace, _linux.With(walk), profile, consumers: consumers);
        var registrations = new List<(Answer Answer, long LeftShared)>();
        foreach (var answer in run.Answers())
        {
            if (answer.Outcome.Deadlock is { } deadlock)
            {
                var what = $"with the walk '{walk.Name}' the kernel never comes back from this statement: {deadlock.Message}";
                throw new TraceException(trace.Path, answer.Statement.Line, what, "a trace that ends");
            }

            if (answer.Statement is UffdRegisterStatement) registrations.Add((answer, run.LeftSharedByAll));
        }

        return RowOf(walk, registrations, run.Machine.Violations);
    }

    private WalkRow RowOf(UnshareWalk walk, List<(Answer Answer, long LeftShared)> registrations, IReadOnlyList<Violation> violations)
    {
        var answers = registrations.ConvertAll(registration => registration.Answer);
        return new()
        {
            Walk = walk,
            Calls = [.. answers.Select(answer => answer.Calls)],
            Unshared = answers.Sum(answer => answer.Tally.Unshared),
            Ipis = answers.Sum(answer => answer.Tally.FlushIpis + answer.Tally.SyncIpis),
            Refused = [.. answers.Select(answer => answer.Outcome.Result).Where(result => result != "0").Distinct()],
            Violations = [.. violations],
            LeftShared = registrations[^1].LeftShared,
            LeftStale = answers[^1].LeftStale,
            ModelTime = answers.Aggregate(new CostRange(), (sum, answer) => sum + answer.ModelTime),
            Consumers = [.. answers.SelectMany(answer => answer.Consumers).GroupBy(one => one.Consumer, one => one.Work, TimeOf)],
        };
    }

    private ConsumerTime TimeOf(string consumer, IEnumerable<ConsumerWork> all) =>
        (profile ?? ProvisionalProfile.Value).TimeOf(consumer, all.Aggregate((sum, one) => sum + one));

    /// <summary>Counts no more than the interrupts that a walk sends at the registrations: cheap, for a second trace.</summary>
    public long CountIpis(UnshareWalk walk)
    {
        using var execution = new Execution<Silent>(trace, _linux.With(walk), default(Silent));
        var ipis = 0L;
        foreach (var (statement, _) in execution.Statements())
        {
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
        using var execution = new Execution<Silent>(trace, _linux.With(stopwatch), default(Silent));
        execution.Run();
        return stopwatch.Times;
    }
}
