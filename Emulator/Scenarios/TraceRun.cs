using Emulator.Accounting;
using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Notifiers;
using Emulator.Releases;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>Runs a trace statement by statement and answers each: `ptemu run`.</summary>
public sealed class TraceRun : IDisposable
{
    private readonly Trace _trace;
    private readonly Recording _recording;
    private readonly TraceChecking? _checking;
    private readonly CostProfile _profile;
    private readonly NotifierRun? _notifiers;
    private int _reported;

    /// <param name="walk">The walk to run at registration instead of the release's own.</param>
    /// <param name="splitOf">The release whose split rule holds; the same one, if not said.</param>
    /// <param name="isChecked">Every check is on: <see cref="Scenarios.Answer.Violations"/>. It costs time.</param>
    /// <param name="consumers">
    /// The consumers of mmu notifiers that every mm has, whose time is part of the model's: the trace is carried out a second time beside, for them.
    /// </param>
    public TraceRun(
        Trace trace, KernelRelease release, UnshareWalk? walk = null, KernelRelease? splitOf = null, CostProfile? profile = null,
        bool isChecked = false, IReadOnlyList<INotifierConsumer>? consumers = null)
    {
        _trace = trace;
        _profile = profile ?? ProvisionalProfile.Value;
        TracePreconditions.Check(trace, HostMemory.Available());
        if (consumers is { Count: > 0 }) _notifiers = new(trace, release, walk, splitOf, consumers);
        if (!isChecked)
        {
            _recording = Recording.Of(new Execution<Recorder>(trace, release, default, walk, splitOf));
            return;
        }

        var execution = new Execution<CheckedRecorder>(trace, release, default, walk, splitOf);
        var flushWaits = trace.Machine.Flush switch
        {
            FlushKind.Ipi => true,
            FlushKind.Invlpgb => !release.Rules.HasInvlpgb,
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
        foreach (var statement in _trace.ProgramOrder)
        {
            var answer = Answer(statement);
            if (statement is not FileStatement) yield return answer;
            if (answer.Outcome.Deadlock is not null) yield break;
        }
    }

    public void Dispose()
    {
        _recording.Dispose();
        _notifiers?.Dispose();
    }

    private Answer Answer(Statement statement)
    {
        _checking?.Before(statement);
        var outcome = Execute(statement);
        _checking?.After(statement, outcome, _recording.Tlb);
        var answer = Scenarios.Answer.Of(Machine, statement, outcome, _recording.Tally, _recording.Calls, _recording.Tlb, _profile, WithMaps) with
        {
            Violations = NewViolations(),
        };
        return _notifiers is null ? answer : WithConsumers(answer, _notifiers);
    }

    private Answer WithConsumers(Answer answer, NotifierRun notifiers)
    {
        var times = notifiers.Consumers.Zip(notifiers.Answer(answer.Statement).Told.Work, (one, work) => _profile.TimeOf(one.Name, work)).ToList();
        return answer with { Consumers = times, ModelTime = times.Aggregate(answer.ModelTime, (sum, one) => sum + one.All) };
    }

    private List<Violation> NewViolations()
    {
        var found = Machine.Violations.Skip(_reported).ToList();
        _reported += found.Count;
        return found;
    }

    private Outcome Execute(Statement statement)
    {
        try
        {
            return _recording.Execute(statement);
        }
        catch (ArenaLimitException limit)
        {
            throw new TraceException(_trace.Path, statement.Line, limit.Message, "a trace whose tables fit into this machine's memory");
        }
    }
}
