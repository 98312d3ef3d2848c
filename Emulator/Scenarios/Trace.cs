
namespace Emulator.Scenarios;

/// <summary>A trace that parsed: fit to run, whatever the kernel will answer.</summary>
/// <param name="Machine">The default one where the trace has none.</param>
/// <param name="Statements">All but the machine, in order.</param>
public sealed record Trace(string Path, MachineStatement Machine, ValueList<Statement> Statements)
{
    /// <summary>The words of the lines that begin with <c>#!</c>, such as <c>verb=explore</c>: comments to every other program.</summary>
    public ValueList<string> Directives { get; init; } = new([]);

    /// <summary>The value of the directive of that name, or null.</summary>
    public string? Directive(string name) =>
        Directives.FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>All that run and are answered for: not the files.</summary>
    public IEnumerable<Statement> Executable => ProgramOrder.Where(statement => statement is not FileStatement);

    public IEnumerable<FileStatement> Files => Statements.OfType<FileStatement>();

    /// <summary>The processes that live from the start, in the order of first mention: all but the children of a fork.</summary>
    public IReadOnlyList<string> Processes
    {
        get
        {
            // A fork into its own parent's name is refused as such, not as the child's use before its birth.
            var children = ProgramOrder.OfType<ForkStatement>().Where(fork => fork.Child != fork.Process).Select(fork => fork.Child);
            return [.. ProgramOrder.OfType<ProcessStatement>().Select(statement => statement.Process).Distinct().Except(children)];
        }
    }

    /// <summary>The statements as <c>run</c> takes them: those of a parallel block in its place, one by one.</summary>
    public IEnumerable<Statement> ProgramOrder =>
        Statements.SelectMany(one => one is ParallelStatement block ? block.Actions.Select(action => action.Statement) : [one]);

    /// <summary>CPUs of the machine: those that the trace asks for, and one for each actor of a parallel block.</summary>
    public int Cpus
    {
        get
        {
            var cpus = Machine.Cpus;
            foreach (var block in Statements.OfType<ParallelStatement>()) cpus = Math.Max(cpus, ActorCpus(block).Max() + 1);
            return Math.Max(cpus, 1);
        }
    }

    /// <summary>
    /// The CPU of each actor of a block, in the order of <see cref="ParallelStatement.Threads"/>: the first runs where statements
    /// run, CPU 0; the others where no `spin` has a thread.
    /// </summary>
    public IReadOnlyList<int> ActorCpus(ParallelStatement block)
    {
        var spinning = ProgramOrder.OfType<SpinStatement>().SelectMany(spin => spin.Cpus.Cpus).Append(0).ToHashSet();
        var free = Enumerable.Range(0, int.MaxValue).Where(cpu => !spinning.Contains(cpu));
        return [.. free.Take(block.Threads.Count - 1).Prepend(0)];
    }

    /// <summary>The canonical form of the whole trace.</summary>
    public string ToTraceText() => string.Concat(
        Statements.Prepend(Machine).Select(statement => statement.ToTraceLine() + "\n"));
}
