using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Tlb;

namespace Emulator.Explore;

/// <summary>
/// Runs a trace whose directive <c>schedule=</c> says in which order the actors of its block take their steps, and answers each statement
/// when it ends: what `ptemu explore -o` saved, done again.
/// </summary>
public sealed class ScheduledRun
{
    private readonly Trace _trace;
    private readonly LinuxKernel _release;
    private readonly Schedule _schedule;
    private readonly Action<Answer, Machine> _tell;
    private readonly List<Answer> _waiting = [];
    private int _reported;

    /// <param name="tell">Told of each answer; on a thread of the run, one at a time.</param>
    /// <exception cref="TraceException">The schedule can't be read, or there is nothing to schedule.</exception>
    public ScheduledRun(Trace trace, LinuxKernel release, Action<Answer, Machine> tell)
    {
        ArgumentNullException.ThrowIfNull(trace);
        (_trace, _release, _tell) = (trace, release, tell);
        var text = trace.Directive("schedule") ?? "";
        if (!Schedule.TryParse(text, out _schedule))
        {
            throw new TraceException(trace.Path, 1, $"'{text}' is not a schedule", "#! schedule=ACTOR:STEP|end,... such as A:12,B:end,A:end");
        }

        var threads = trace.Statements.OfType<ParallelStatement>().SelectMany(block => block.Threads).ToList();
        var unknown = _schedule.Turns.Select(turn => turn.Actor).FirstOrDefault(actor => !threads.Contains(actor));
        if (unknown is null) return;
        var known = threads.Count == 0 ? "a 'parallel' block" : $"one of {string.Join(", ", threads)}";
        throw new TraceException(trace.Path, 1, $"the schedule's '{unknown}' is not an actor", known);
    }

    public bool WithMaps { get; init; }

    public CostProfile Profile { get; init; } = ProvisionalProfile.Value;

    /// <summary>Runs it, up to a statement that the kernel never comes back from.</summary>
    public void Run() => Explorer.OnOwnThread(() =>
    {
        var tlb = new TlbContents();
        using var scene = new Scene(_trace, _release, new SharedState()) { Tlb = tlb };
        scene.Answered = (execution, statement, outcome) => Add(execution, statement, outcome, tlb);
        scene.Run(new Replay(_schedule));
        return 0;
    });

    private void Add(Execution<ExploringProbe> execution, Statement statement, Outcome? outcome, TlbContents tlb)
    {
        var machine = execution.Machine;
        if (outcome is { } ended && statement is not FileStatement)
        {
            var kernel = execution.Kernel;
            _waiting.Add(Answer.Of(machine, statement, ended, kernel.Tally, kernel.Probe.Recorder.Calls, tlb, Profile, WithMaps));
        }

        // What is looked at after the block belongs to the last statement in it.
        if (!machine.ActorCpus.IsEmpty || _waiting.Count == 0) return;
        _waiting[^1] = _waiting[^1] with { Violations = [.. machine.Violations.Skip(_reported)] };
        _reported = machine.Violations.Count;
        foreach (var answer in _waiting) _tell(answer, machine);
        _waiting.Clear();
    }
}
