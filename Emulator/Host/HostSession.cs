using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>One repetition of a trace on a real kernel, in processes that are made for it and end with it.</summary>
internal sealed class HostSession : IDisposable
{
    private static readonly TimeSpan HangMax = TimeSpan.FromSeconds(15);

    // agent/main.c waits 20 s for a process that it killed; their memory may be terabytes.
    private static readonly TimeSpan ResetMax = TimeSpan.FromSeconds(120);

    private readonly Trace _trace;
    private readonly HostOptions _options;
    private readonly IAgentMachine _agent;
    private readonly AgentCall _calls;
    private readonly IReadOnlyList<FileStatement> _files;
    private readonly SharedTableProof _tables;
    private readonly EndlessFault? _endless;
    private readonly List<HostProcess> _processes = [];
    private int _processCount;
    private bool _isRegistered;

    public HostSession(IAgentMachine agent, Trace trace, HostOptions options)
    {
        (_agent, _trace, _options) = (agent, trace, options);
        (_calls, _files, _tables) = (new(trace), [.. trace.Files], new(trace));
        HostPreconditions.Check(trace, _agent.Ready.OwnMemory);
        _endless = EndlessFaults.In(trace, options.Releases);
    }

    /// <summary>One answer for each statement that executes something, in order; the last one may be a deadlock.</summary>
    public IEnumerable<HostAnswer> Answers()
    {
        Start();
        foreach (var statement in _trace.Executable)
        {
            var answer = Answer((ProcessStatement)statement);
            _tables.Add(answer);
            yield return answer;
            if (answer.Result == HostAnswer.Deadlock) yield break;
        }
    }

    /// <summary>Ends the processes; the agent is ready for the next trace, unless it hangs.</summary>
    public void Dispose()
    {
        if (!_agent.IsHung) Ask("reset", 0, ResetMax);
    }

    private void Start()
    {
        foreach (var file in _files)
        {
            var error = Ask($"file {System.Numerics.BitOperations.Log2(file.HugePage.Bytes)} {file.Size.Bytes}")[0];
            if (error != 0)
            {
                throw new TraceException(
                    _trace.Path, file.Line, $"the file can't be made: {ErrnoName.Of(error)}", "pages of a size that this machine has");
            }
        }

        var names = _trace.Processes;
        var answer = Ask($"start {names.Count} {names.Count + _trace.Statements.OfType<ForkStatement>().Count()}");
        if (answer[0] != 0) throw new HostException($"the processes of {_trace.Path} can't be made: {ErrnoName.Of(answer[0])}");
        foreach (var name in names)
        {
            var pid = (int)answer[1 + _processCount];
            _processes.Add(new(name, _processCount++, pid, _agent.PageTableKilobytes(pid)));
        }
    }

    private HostAnswer Answer(ProcessStatement statement)
    {
        var process = _processes.First(one => one.Name == statement.Process);
        if (statement is UffdRegisterStatement) _isRegistered = true;
        if (!_options.AllowHang) Check(statement, process);
        var mayHang = statement is MremapStatement || statement.Line == _endless?.Statement.Line;
        AgentReply reply;
        try
        {
            reply = Ask(LineOf(statement, process), process.Pid, mayHang ? HangMax : _options.CallMax);
        }
        catch (AgentTimeoutException) when (!mayHang)
        {
            throw new NoAnswerException(_trace, statement, _options.CallMax);
        }
        catch (AgentTimeoutException)
        {
            // What the kernel keeps locked would stop everyone else that asks for it, too.
            return new() { Statement = statement, Result = HostAnswer.Deadlock, PageTableKilobytes = [], Nanoseconds = 0 };
        }

        if (reply.Numbers is [var failure])
        {
            throw new HostException($"{_trace.Path}:{statement.Line}: the process that makes the call is gone ({ErrnoName.Of(failure)})");
        }
        return Answer(statement, process, reply.Numbers) with { Calls = reply.Calls };
    }

    private HostAnswer Answer(ProcessStatement statement, HostProcess process, long[] numbers)
    {
        if (statement is ExitStatement) _processes.Remove(process);
        if (statement is ForkStatement fork) Adopt(fork, process, numbers);
        var isFork = statement is ForkStatement;
        return new()
        {
            Statement = statement,
            Result = ErrnoName.Of(numbers[0]),
            Touched = numbers[1],
            Faults = numbers[2],
            Sigbus = numbers[3],
            Sigsegv = numbers[4],
            Nanoseconds = numbers[5],
            Flushes = _agent.Ready.CountsFlushes && !isFork ? new(numbers[7], numbers[8], numbers[9]) : null,
            Ipis = _agent.Ready.CountsIpis && !isFork ? new(_agent.Ready.FlushesByHypercall ? null : numbers[10], numbers[11]) : null,
            PageTableKilobytes = [.. _processes.Select(one => KeyValuePair.Create(one.Name, PageTablesOf(one)))],
            Maps = _options.WithMaps ? [.. _processes.Select(one => KeyValuePair.Create(one.Name, MapsOf(one)))] : null,
        };
    }

    private void Adopt(ForkStatement fork, HostProcess parent, long[] numbers)
    {
        if (numbers[0] != 0)
        {
            throw new HostException($"{_trace.Path}:{fork.Line}: fork answers {ErrnoName.Of(numbers[0])}: {fork.Child} can't go on");
        }
        var pid = (int)numbers[6];
        if (Ask($"adopt {_processCount} {pid}")[0] != 0) throw new HostException($"{_trace.Path}:{fork.Line}: {fork.Child} is gone");
        _processes.Add(new(fork.Child, _processCount++, pid, parent.BaseKilobytes));
    }

    private void Check(ProcessStatement statement, HostProcess process)
    {
        if (statement is MremapStatement mremap) Check(mremap, process);
        if (statement.Line != _endless?.Statement.Line) return;
        throw new TraceException(
            _trace.Path,
            statement.Line,
            $"the kernel would never come back from this, so the trace ends here: {_endless.Why}",
            "a trace that ends, or --allow-hang");
    }

    private void Check(MremapStatement mremap, HostProcess process)
    {
        var why = MremapSafety.WhyNot(mremap, _agent.Mappings(process.Pid, withVmFlags: false), file => _files[file].HugePage, _tables);
        if (why is null) return;
        throw new TraceException(
            _trace.Path,
            mremap.Line,
            $"this mremap could hang the kernel or damage it, so the trace ends here: {why}",
            "a move that is proved to be safe, or --allow-hang");
    }

    private string LineOf(ProcessStatement statement, HostProcess process) => statement switch
    {
        ExitStatement => $"exit {process.Index}",
        ForkStatement => $"do {process.Index} fork {_processCount}",
        TouchStatement touch => $"do {process.Index} {StepsOf(touch, process)}",
        _ => $"do {process.Index} {_calls.Of(statement)}",
    };

    private string StepsOf(TouchStatement touch, HostProcess process)
    {
        var hasGigaPages = _files.Any(file => file.HugePage.Bytes != Pmd.Span);
        var mappings = hasGigaPages ? _agent.Mappings(process.Pid, withVmFlags: false) : [];
        return TouchSteps.Of(touch, hasGigaPages, PageSizeAt);

        ByteSize PageSizeAt(VirtAddr address) =>
            mappings.FirstOrDefault(one => one.Range.Contains(address)) is { } there ? _files[there.File].HugePage : new(Pmd.Span);
    }

    private long PageTablesOf(HostProcess process) => _agent.PageTableKilobytes(process.Pid) - process.BaseKilobytes;

    private IReadOnlyList<string> MapsOf(HostProcess process) =>
        [.. _agent.Mappings(process.Pid, withVmFlags: _isRegistered).Select(one => HostVmaText.Of(one, _calls.FileName(one.File)))];

    private long[] Ask(string line) => Ask(line, 0, _options.CallMax).Numbers;

    /// <summary>agent.h: LINE_BYTES_MAX.</summary>
    private AgentReply Ask(string line, int pid, TimeSpan limit) => line.Length < 256 * 1024
        ? _agent.Ask(line, pid, limit)
        : throw new HostException($"{_trace.Path}: a statement has more addresses than the agent takes");
}
