using Emulator.Accounting;
using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Tlb;
using Emulator.Walks;

namespace Emulator.Scenarios;

/// <summary>Runs a trace statement by statement and answers each: `ptemu run`.</summary>
public sealed class TraceRun : IDisposable
{
    private readonly Trace _trace;
    private readonly Execution<Recorder> _execution;
    private readonly CostProfile _profile;

    /// <param name="walk">The walk to run at registration instead of the release's own.</param>
    /// <param name="splitOf">The release whose split rule holds; the same one, if not said.</param>
    public TraceRun(
        Trace trace, KernelRelease release, UnshareWalk? walk = null, KernelRelease? splitOf = null, CostProfile? profile = null)
    {
        _trace = trace;
        _profile = profile ?? ProvisionalProfile.Value;
        TracePreconditions.Check(trace, HostMemory.Available());
        _execution = new(trace, release, new Recorder(), walk, splitOf);
    }

    /// <summary>Tables that any live process still shares in a range that is registered.</summary>
    public long LeftSharedByAll => Machine.Processes.Sum(mm => LeftShared.Count(Machine, mm));

    public Machine Machine => _execution.Machine;

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

    public void Dispose() => _execution.Dispose();

    private Answer Answer(Statement statement)
    {
        ref var recorder = ref _execution.Kernel.Probe;
        recorder.StartStatement();
        var mm = statement is ProcessStatement act ? Machine.ProcessOf(act.Process) : null;
        var outcome = Execute(statement);
        return new()
        {
            Statement = statement,
            Outcome = outcome,
            PageTableKilobytes = [.. Machine.Processes.Select(process => KeyValuePair.Create(process.Name, process.PageTableKilobytes))],
            Tally = _execution.Kernel.Tally,
            Calls = recorder.Calls,
            LeftShared = statement is UffdRegisterStatement ? LeftShared.Count(Machine, mm!) : 0,
            LeftStale = LeftStale.Count(Machine, recorder.Tlb),
            ModelNs = _profile.NanosecondsOf(recorder.Calls),
            Maps = WithMaps ? [.. Machine.Processes.Select(process => KeyValuePair.Create(process.Name, MapsOf(process)))] : null,
        };
    }

    private Outcome Execute(Statement statement)
    {
        try
        {
            return _execution.Execute(statement);
        }
        catch (ArenaLimitException limit)
        {
            throw new TraceException(_trace.Path, statement.Line, limit.Message, "a trace whose tables fit into this machine's memory");
        }
    }

    private static IReadOnlyList<string> MapsOf(Mm mm) => [.. mm.Vmas.All.Select(VmaText.Of)];
}
