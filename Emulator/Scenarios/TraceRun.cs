using Emulator.Accounting;
using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Notifiers;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>Runs a trace statement by statement and answers each: `ptemu run`.</summary>
public sealed class TraceRun : IDisposable
{
    private readonly Recording _recording;
    private readonly TraceChecking? _checking;
    private readonly CostProfile _profile;
    private readonly NotifierRun? _notifiers;
    private int _reported;

    /// <param name="isChecked">Every check is on: <see cref="Scenarios.Answer.Violations"/>. It costs time.</param>
    /// <param name="consumers">
    /// The consumers of mmu notifiers that every mm has, whose time is part of the model's: the trace is carried out a second time beside, for them.
    /// </param>
    public TraceRun(
        Trace trace, LinuxKernel linux, CostProfile? profile = null, bool isChecked = false, IReadOnlyList<INotifierConsumer>? consumers = null)
    {
        _profile = profile ?? ProvisionalProfile.Value;
        if (consumers is { Count: > 0 }) _notifiers = new(trace, linux, consumers);
        if (!isChecked)
        {
            _recording = Recording.Of(new Execution<Recorder>(trace, linux, default));
            return;
        }

        var execution = new Execution<CheckedRecorder>(trace, linux, default);
        var flushWaits = trace.Machine.Flush switch
        {
            FlushKind.Ipi => true,
            FlushKind.Invlpgb => !linux.Rules.HasInvlpgb,
            _ => false,
        };
        var checks = new CheckSet(execution.Machine, flushWaits);
        _recording = Recording.Of(execution, checks);
        _checking = new(execution.Machine, checks);
    }

    /// <summary>Tables that any live process still shares in a range that is registered.</summary>
    public long LeftSharedByAll => Machine.Processes.Sum(mm => LeftShared.Count(Machine, mm));

    public Machine Machine => _recording.Machine;

    /// <summary>What is to be told of each VMA (`--maps`)?</summary>
    public bool WithMaps { get; init; }

    /// <summary>One answer for each statement that executes something, in order, up to one that the kernel never comes back from.</summary>
    /// <exception cref="TraceException">The tables outgrew the machine's memory.</exception>
    public IEnumerable<Answer> Answers()
    {
        using var told = _notifiers?.Answers().GetEnumerator();
        foreach (var (statement, outcome) in _recording.Statements(statement => _checking?.Before(statement)))
        {
            _checking?.After(statement, outcome, _recording.Tlb);
            var answer = Answer.Of(Machine, statement, outcome, _recording.Tally, _recording.Calls, _recording.Tlb, _profile, WithMaps);
            answer = answer with { Violations = NewViolations() };
            yield return told is not null && told.MoveNext() ? WithConsumers(answer, told.Current) : answer;
        }
    }

    public void Dispose()
    {
        _recording.Dispose();
        _notifiers?.Dispose();
    }

    private Answer WithConsumers(Answer answer, NotifierAnswer told)
    {
        var times = _notifiers!.Consumers.Zip(told.Told.Work, (one, work) => _profile.TimeOf(one.Name, work)).ToList();
        return answer with { Consumers = times, ModelTime = times.Aggregate(answer.ModelTime, (sum, one) => sum + one.All) };
    }

    private List<Violation> NewViolations()
    {
        var found = Machine.Violations.Skip(_reported).ToList();
        _reported += found.Count;
        return found;
    }
}
