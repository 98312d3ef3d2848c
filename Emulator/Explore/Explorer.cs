using Emulator.Kernel;
using Emulator.Scenarios;

namespace Emulator.Explore;

/// <summary>
/// All interleavings of the actors of a trace's block at the granularity of the kernel's verbs: `ptemu explore`. Executions are
/// repeated from the start with other choices; a violation is then looked for again with as few preemptions as it needs.
/// </summary>
public sealed class Explorer
{
    private const int MinimizeExecutionsMax = 40_000;
    private const int PreemptionsMax = 6;

    private readonly Trace _trace;
    private readonly LinuxKernel _release;
    private readonly ExploreOptions _options;
    private readonly SharedState _shared = new();
    private readonly SortedSet<string> _outcomes = new(StringComparer.Ordinal);
    private long _executions;
    private Schedule? _schedule;

    private Explorer(Trace trace, LinuxKernel release, ExploreOptions options) =>
        (_trace, _release, _options) = (trace, release, options);

    /// <summary>Explores. It runs on a thread of its own, which it keeps on one CPU.</summary>
    /// <exception cref="TraceException">The block can't be explored: an actor takes away what another one uses.</exception>
    public static ExploreResult Run(Trace trace, LinuxKernel release, ExploreOptions? options = null)
    {
        ExploreChecks.Check(trace);
        return OnOwnThread(() => new Explorer(trace, release, options ?? new()).Explore());
    }

    /// <summary>A scene keeps the thread that makes it on one CPU, so that must be none of the caller's.</summary>
    internal static T OnOwnThread<T>(Func<T> run)
    {
        T? result = default;
        Exception? error = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = run();
            }
            catch (Exception exception)
            {
                error = exception;
            }
        });
        thread.Start();
        thread.Join();
        return error is null ? result! : throw error;
    }

    private ExploreResult Explore()
    {
        using var scene = new Scene(_trace, _release, _shared);
        var (found, isComplete, states) = Search(scene);
        var (executions, transitions) = (_executions, scene.Turns.Transitions);
        var result = new ExploreResult
        {
            Findings = found,
            Threads = scene.Threads,
            Outcomes = [.. _outcomes],
            Executions = executions,
            Transitions = transitions,
            States = states,
            IsComplete = isComplete,
            Elapsed = scene.Turns.Clock.Elapsed,
        };
        return Worst(found) is { } worst ? Minimize(scene, result, worst) : result;
    }

    /// <summary>Explores until a violation, the end, or the end of the time. What is shared is learned on the way: then all begins anew.</summary>
    private (IReadOnlyList<Finding> Found, bool IsComplete, long States) Search(Scene scene)
    {
        var search = new DepthFirst(_options.Reduces);
        var found = new List<Finding>();
        scene.Turns.TimeMax = _options.TimeMax;
        scene.Turns.Clock.Start();
        for (; ; )
        {
            var recorder = new ScheduleNotes(search);
            var findings = scene.Run(recorder, () => search.WasCut || scene.Turns.IsOutOfTime);
            _executions++;
            if (scene.Turns.IsOutOfTime) return (found, false, search.States);
            if (Worst(findings) is not null) _schedule ??= recorder.Schedule;
            if (!search.WasCut) _outcomes.Add(scene.Outcome);
            if (!_options.FindsAll && Worst(findings) is not null) return (findings, false, search.States);
            foreach (var finding in findings.Where(finding => !found.Contains(finding))) found.Add(finding);
            if (scene.Turns.Clock.Elapsed > _options.TimeMax) return (found, false, search.States);
            if (_executions % 1000 == 0) _options.Progress?.Invoke($"{_executions} executions, {search.States} states");
            if (_options.Reduces && _shared.Renew()) search = new(reduces: true);
            else if (!search.Next(scene.Turns)) return (found, true, search.States);
        }
    }

    private Finding? Worst(IReadOnlyList<Finding> findings) =>
        findings.FirstOrDefault(finding => finding.Violation.Severity == Severity.Usable)
        ?? (_options.IsStrict && findings.Count > 0 ? findings[0] : null);

    /// <summary>The same kind of violation with the fewest preemptions, told step by step.</summary>
    private ExploreResult Minimize(Scene scene, ExploreResult result, Finding found)
    {
        _shared.Renew();
        scene.Turns.Clock.Restart();
        var budget = MinimizeExecutionsMax;
        for (var preemptions = 0; preemptions <= PreemptionsMax && budget > 0; preemptions++)
        {
            var search = new Bounded(preemptions);
            do
            {
                var recorder = new ScheduleNotes(search);
                var findings = scene.Run(recorder, () => search.WasCut || scene.Turns.IsOutOfTime);
                if (scene.Turns.IsOutOfTime) budget = 0;
                else if (findings.FirstOrDefault(finding => IsSame(finding, found)) is { } same)
                {
                    return Tell(scene, result, recorder.Schedule, same);
                }
            }
            while (--budget > 0 && search.Next());
        }

        // Not found again within the budget: then as it was found first.
        return Tell(scene, result, _schedule!, found);
    }

    private static bool IsSame(Finding one, Finding other) =>
        one.Violation.Check == other.Violation.Check && one.Violation.Severity == other.Violation.Severity;

    private ExploreResult Tell(Scene scene, ExploreResult result, Schedule schedule, Finding found)
    {
        scene.Turns.TimeMax = TimeSpan.MaxValue;
        var timeline = new Timeline(scene);
        var findings = scene.Run(new Replay(schedule));
        return result with
        {
            Found = findings.FirstOrDefault(finding => IsSame(finding, found)) ?? found,
            Findings = _options.FindsAll ? result.Findings : findings,
            Schedule = schedule,
            Timeline = timeline.Rows,
        };
    }
}
