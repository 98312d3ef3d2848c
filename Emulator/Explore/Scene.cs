using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;
using Emulator.Tlb;

namespace Emulator.Explore;

/// <summary>
/// A trace with a parallel block at a release, to be run again and again, each time from the start: the statements before the
/// block, the block as a chooser wants it, the statements after it.
/// </summary>
internal sealed class Scene : IDisposable
{
    private readonly Trace _trace;
    private readonly LinuxKernel _release;
    private readonly ParallelStatement? _block;
    private readonly IReadOnlyList<int> _cpus = [];
    private readonly Dictionary<int, Outcome> _answers = [];
    private readonly StepChecks?[] _steps;

    internal Scene(Trace trace, LinuxKernel release, SharedState shared)
    {
        (_trace, _release) = (trace, release);
        _block = trace.Statements.OfType<ParallelStatement>().FirstOrDefault();
        if (_block is not null) _cpus = trace.ActorCpus(_block);
        _steps = new StepChecks?[Threads.Count];
        var runOn = CurrentThread.StayOn();
        Turns = new([.. Threads.Select((name, number) => new Actor(number, name, _cpus[number], runOn))], shared);
    }

    internal Turns Turns { get; }

    /// <summary>The TLBs to fill; new ones for each execution if none are given.</summary>
    internal TlbContents? Tlb { get; init; }

    internal IReadOnlyList<string> Threads => _block?.Threads ?? [];

    /// <summary>Told of the machine when the block starts; for a timeline.</summary>
    internal Action<Machine>? BlockStarts { get; set; }

    /// <summary>Told of each statement that was carried out, by the kernel of its actor; and of the end of the block, with no outcome.</summary>
    internal Action<Execution<ExploringProbe>, Statement, Outcome?>? Answered { get; set; }

    /// <summary>How the last execution ended that was run to the end.</summary>
    internal string Outcome { get; private set; } = "";

    /// <summary>Runs it once.</summary>
    /// <param name="isOver">Asked after the block: is the rest of no interest, since its state is known?</param>
    internal IReadOnlyList<Finding> Run(IChooser chooser, Func<bool>? isOver = null)
    {
        _answers.Clear();
        var tlb = Tlb ?? new();
        using var execution = new Execution<ExploringProbe>(_trace, _release, default(ExploringProbe));
        var steps = StartChecks(execution, tlb);
        var findings = new List<Finding>();
        var before = true;
        foreach (var statement in _trace.Statements)
        {
            if (statement is ParallelStatement block)
            {
                RunBlock(execution, block, chooser, tlb, findings);
                execution.Machine.Underway = steps.Underway;
                before = false;
                if (isOver?.Invoke() == true) return findings;
            }
            else if (Execute(execution, steps, statement).Deadlock is { } deadlock)
            {
                findings.Add(new(new("deadlock", deadlock.Message), statement.Line));
                return findings;
            }

            // What happens before the block happens each time: its state is looked at with the block's.
            if (!before) Check(execution.Machine, tlb, statement.Line, findings);
            if (statement is ParallelStatement) Answered?.Invoke(execution, statement, null);
        }

        if (before) Check(execution.Machine, tlb, 0, findings);
        Outcome = OutcomeText.Of(_block, _answers, execution.Machine);
        return findings;
    }

    public void Dispose() => Turns.Dispose();

    /// <summary>
    /// The checks of the statements before and after the block. A flush that does not wait for walkers is not a finding here: what comes of it
    /// is.
    /// </summary>
    private static StepChecks StartChecks(Execution<ExploringProbe> execution, TlbContents tlb)
    {
        var steps = new StepChecks(execution.Machine);
        execution.Machine.Underway = steps.Underway;
        execution.Machine.WalkCaches = tlb;
        execution.Kernel.Probe = new(null, null, new(new Recorded(tlb)), new(steps));
        return steps;
    }

    private Outcome Execute(Execution<ExploringProbe> execution, StepChecks steps, Statement statement)
    {
        execution.Kernel.Probe.Recorder.StartStatement();
        var mm = statement is ProcessStatement act ? execution.Machine.ProcessOf(act.Process) : null;
        steps.StartStatement(mm, AddressRanges.Of(statement).Cast<AddrRange?>().FirstOrDefault());
        var outcome = execution.Execute(statement);
        steps.EndStatement();
        Answered?.Invoke(execution, statement, outcome);
        return outcome;
    }

    private void RunBlock(
        Execution<ExploringProbe> execution, ParallelStatement block, IChooser chooser, TlbContents tlb, List<Finding> findings)
    {
        var machine = execution.Machine;
        machine.StartActors(_cpus);
        machine.Underway = violation => _steps[Turns.Current]?.Underway(violation) ?? violation;
        BlockStarts?.Invoke(machine);
        Turns.Run(chooser, [.. Turns.Actors.Select<Actor, Action<Actor>>(actor => _ => RunActor(execution, block, actor, tlb, findings))]);
        // What the calls that gave up left undone is not a finding.
        if (Turns.Deadlock is { } deadlock) findings.Insert(0, new(new("deadlock", deadlock), 0));
        machine.StopActors();
    }

    private void RunActor(
        Execution<ExploringProbe> execution, ParallelStatement block, Actor actor, TlbContents tlb, List<Finding> findings)
    {
        var steps = _steps[actor.Number] = new StepChecks(execution.Machine);
        using var own = execution.OnCpu(actor.Cpu, new(Turns, actor, new(new Recorded(tlb)), new(steps)));
        foreach (var line in block.Actions)
        {
            if (line.Thread != actor.Name) continue;
            actor.Statement = line.Statement.ToTraceLine();
            var outcome = Execute(own, steps, line.Statement);
            _answers[line.Statement.Line] = outcome;
            if (outcome.Deadlock is null) continue;
            if (Turns.Deadlock is null) findings.Add(new(new("deadlock", outcome.Deadlock.Message), line.Statement.Line));
            return;
        }
    }

    private static void Check(Machine machine, TlbContents tlb, int line, List<Finding> findings)
    {
        foreach (var violation in new StateChecks(machine).Find(tlb)) machine.Report(violation);
        foreach (var violation in machine.Violations) findings.Add(new(violation, line));
    }
}
