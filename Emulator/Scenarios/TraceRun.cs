using Emulator.Accounting;
using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Notifiers;
using Emulator.Probes;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>Runs a trace statement by statement and answers each: `ptemu run`.</summary>
public sealed class TraceRun : IDisposable
{
    private readonly ITraceExecution _execution;
    private readonly Recorded _recorded = new(new());
    private readonly CostProfile _profile;
    private readonly NotifierLedger? _ledger;
    private TraceChecking? _checking;
    private int _reported;

    /// <param name="isChecked">Every check is on: <see cref="Scenarios.Answer.Violations"/>. It costs time.</param>
    /// <param name="consumers">The consumers of mmu notifiers that every mm has; their time is part of the model's.</param>
    public TraceRun(
        Trace trace, LinuxKernel linux, CostProfile? profile = null, bool isChecked = false, IReadOnlyList<INotifierConsumer>? consumers = null)
    {
        _profile = profile ?? ProvisionalProfile.Value;
        if (consumers is { Count: > 0 }) _ledger = new(consumers) { IsCounting = true };
        _execution = isChecked
            ? Listen(machine => new Both<Recorder, Both<StepProbe, StateProbe>>(new(_recorded), ChecksOf(machine)))
            : Listen(machine => new Recorder(_recorded));
        Machine.WalkCaches = _recorded.Tlb;

        ITraceExecution Listen<P>(Func<Machine, P> probe) where P : struct, IProbe => _ledger is null
            ? new Execution<P>(trace, linux, probe)
            : new Execution<Both<P, NotifierProbe>>(trace, linux, machine => new(probe(machine), ToldTo(_ledger, machine)));

        Both<StepProbe, StateProbe> ChecksOf(Machine machine)
        {
            var flushWaits = trace.Machine.Flush switch
            {
                FlushKind.Ipi => true,
                FlushKind.Invlpgb => !linux.Rules.HasInvlpgb,
                _ => false,
            };
            var checks = new CheckSet(machine, flushWaits);
            _checking = new(machine, checks);
            return new(new(checks.Steps), new(checks));
        }
    }

    /// <summary>Tables that any live process still shares in a range that is registered.</summary>
    public long LeftSharedByAll => Machine.Processes.Sum(mm => LeftShared.Count(Machine, mm));

    public Machine Machine => _execution.Machine;

    /// <summary>Is each VMA to be told of (`--maps`)?</summary>
    public bool WithMaps { get; init; }

    /// <summary>One answer for each statement that executes something, in order, up to one that the kernel never comes back from.</summary>
    /// <exception cref="TraceException">The tables outgrew the machine's memory.</exception>
    public IEnumerable<Answer> Answers()
    {
        foreach (var (statement, outcome) in _execution.Statements(Before))
        {
            _checking?.After(statement, outcome, _recorded.Tlb);
            var answer = Answer.Of(Machine, statement, outcome, _execution.Tally, _recorded.Calls, _recorded.Tlb, _profile, WithMaps);
            answer = answer with { Violations = NewViolations() };
            yield return _ledger is null ? answer : WithConsumers(answer, _ledger);
        }
    }

    public void Dispose() => _execution.Dispose();

    private static NotifierProbe ToldTo(NotifierLedger ledger, Machine machine)
    {
        ledger.Attach(machine);
        return new(ledger);
    }

    private void Before(Statement statement)
    {
        _recorded.StartStatement();
        if (_ledger is not null) NotifierRun.Before(statement, _ledger, Machine);
        _checking?.Before(statement);
    }

    private Answer WithConsumers(Answer answer, NotifierLedger ledger)
    {
        var times = ledger.Consumers.Zip(ledger.EndStatement().Work, (one, work) => _profile.TimeOf(one.Name, work)).ToList();
        return answer with { Consumers = times, ModelTime = times.Aggregate(answer.ModelTime, (sum, one) => sum + one.All) };
    }

    private List<Violation> NewViolations()
    {
        var found = Machine.Violations.Skip(_reported).ToList();
        _reported += found.Count;
        return found;
    }
}
