using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Traces that are a little simpler than a given one: what <see cref="TraceShrinker"/> tries. Some are not valid.</summary>
internal static class SimplerTraces
{
    // Where a person would put a case: in the first 512G, at its end; besides, at the same place of the first 512G.
    private static readonly VirtAddr[] Bases = [new(8 * Pud.Span), new(511 * Pud.Span)];

    /// <summary>A line of a parallel block goes.</summary>
    public static IEnumerable<Trace> WithoutALine(Trace trace) =>
        from place in trace.Statements.Index()
        where place.Item is ParallelStatement
        let block = (ParallelStatement)place.Item
        from gone in Enumerable.Range(0, block.Actions.Count)
        let less = block with { Actions = new(block.Actions.Where((_, at) => at != gone)) }
        select With(trace, trace.Statements.Select((one, at) => at == place.Index ? less : one));

    /// <summary>All statements of a process go, or become another's.</summary>
    public static IEnumerable<Trace> WithoutAProcess(Trace trace)
    {
        var names = trace.ProgramOrder.OfType<ProcessStatement>().Select(one => one.Process)
            .Concat(trace.ProgramOrder.OfType<ForkStatement>().Select(one => one.Child)).Distinct().ToList();
        foreach (var gone in names)
        {
            yield return With(trace, trace.Statements.Where(one => !IsOf(one, gone)));
        }

        foreach (var gone in names)
        {
            foreach (var other in names.Where(name => name != gone))
            {
                // A child that starts as a process of its own, or that never was.
                yield return With(trace, trace.Statements.Where(one => one is not ForkStatement fork || fork.Child != gone)
                    .Select(one => Renamed(one, gone, other)));
            }
        }
    }

    /// <summary>The machine, the place, or one statement says less.</summary>
    public static IEnumerable<Trace> WithLessSaid(Trace trace)
    {
        var machine = trace.Machine;
        yield return trace with { Machine = new() };
        yield return trace with { Machine = machine with { HugePages = null } };
        yield return trace with { Machine = machine with { Levels = MachineStatement.LevelsDefault } };
        yield return trace with { Machine = machine with { Cpus = MachineStatement.CpusDefault } };
        yield return trace with { Machine = machine with { Flush = FlushKind.Ipi, Tlb = TlbKind.Full } };
        foreach (var moved in Elsewhere(trace)) yield return moved;
        foreach (var (index, statement) in trace.Statements.Index())
        {
            foreach (var simpler in SimplerStatements.Of(statement))
            {
                yield return With(trace, trace.Statements.Select((one, at) => at == index ? simpler : one));
            }
        }
    }

    private static IEnumerable<Trace> Elsewhere(Trace trace)
    {
        var starts = trace.ProgramOrder.OfType<MmapStatement>().Select(one => one.Range.Start.AlignDown<Pud>()).ToList();
        if (starts.Count == 0) yield break;
        var lowest = starts.Min();
        foreach (var target in Bases.Append(default(VirtAddr) + (lowest - lowest.AlignDown<P4d>())))
        {
            yield return With(trace, trace.Statements.Select(one => StatementRange.Moved(one, address => target + (address - lowest))));
        }
    }

    private static Trace With(Trace trace, IEnumerable<Statement> statements) =>
        trace with { Statements = new ValueList<Statement>(statements) };

    private static bool IsOf(Statement statement, string process) =>
        statement is ProcessStatement act && (act.Process == process || (act is ForkStatement fork && fork.Child == process));

    private static Statement Renamed(Statement statement, string from, string to) => statement switch
    {
        ForkStatement fork when fork.Process == from => fork with { Process = to },
        ProcessStatement act when act.Process == from => act with { Process = to },
        ParallelStatement block => block with { Actions = new(block.Actions.Select(line => Renamed(line, from, to))) },
        _ => statement,
    };

    private static ActorLine Renamed(ActorLine line, string from, string to) => line with { Statement = Renamed(line.Statement, from, to) };
}
