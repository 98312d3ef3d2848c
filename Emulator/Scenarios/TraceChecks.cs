
namespace Emulator.Scenarios;

/// <summary>
/// What the lines of a trace say together. In a parallel block the order of the lines counts: an order of
/// <c>explore</c> that uses a process before its fork or after its exit is not an order of the trace.
/// </summary>
internal sealed class TraceChecks
{
    private readonly Trace _trace;
    private readonly HashSet<string> _live;
    private readonly Dictionary<string, int> _exitLines = [];
    private readonly Dictionary<string, int> _fileLines = [];

    private TraceChecks(Trace trace) => (_trace, _live) = (trace, [.. trace.Processes]);

    /// <exception cref="TraceException">The trace is bad.</exception>
    public static void Check(Trace trace)
    {
        var checks = new TraceChecks(trace);
        foreach (var statement in trace.ProgramOrder) checks.Check(statement);
    }

    private void Check(Statement statement)
    {
        if (statement is FileStatement file) MakeFile(file);
        if (statement is ForkStatement fork) Fork(fork);
        else if (statement is ProcessStatement act) Use(act, act.Process);
        if (statement is IUsesFile use) UseFile(statement, use.File);
        if (statement is SpinStatement spin) CheckCpus(spin);
        if (statement is ExitStatement exit) Exit(exit);
    }

    private void MakeFile(FileStatement file)
    {
        if (_fileLines.TryAdd(file.Name, file.Line)) return;
        throw Error(file, $"file '{file.Name}' is made already, at line {_fileLines[file.Name]}", "another name");
    }

    private void UseFile(Statement statement, string name)
    {
        if (_fileLines.ContainsKey(name)) return;
        var hint = Nearest.Hint(name, _fileLines.Keys);
        throw Error(statement, $"there is no file '{name}' yet{hint}", $"'file {name} SIZE' on a line before");
    }

    private void Use(Statement statement, string name)
    {
        if (_live.Contains(name)) return;
        if (_exitLines.TryGetValue(name, out var line))
        {
            throw Error(statement, $"process '{name}' is used after its exit at line {line}", "a process that still lives");
        }

        // Every name that is not a fork's child lives from the start.
        line = _trace.ProgramOrder.OfType<ForkStatement>().First(fork => fork.Child == name).Line;
        throw Error(statement, $"process '{name}' is used before its fork at line {line}", "its fork on a line before, or another name");
    }

    private void Fork(ForkStatement fork)
    {
        Use(fork, fork.Process);
        if (_live.Add(fork.Child)) return;
        throw Error(fork, $"process '{fork.Child}' lives already", "a name for the child that is not in use");
    }

    private void Exit(ExitStatement exit)
    {
        _live.Remove(exit.Process);
        _exitLines[exit.Process] = exit.Line;
    }

    private void CheckCpus(SpinStatement spin)
    {
        var cpus = _trace.Machine.Cpus;
        if (spin.Cpus.Cpus[^1] < cpus) return;
        throw Error(spin, $"the machine has no CPU {spin.Cpus.Cpus[^1]}", $"CPUs below {cpus} (machine cpus={cpus})");
    }

    private TraceException Error(Statement statement, string what, string expected) => new(_trace.Path, statement.Line, what, expected);
}
