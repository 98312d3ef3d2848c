using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>What must be so before the first statement of a trace runs: all of it is built, and its tables fit into memory.</summary>
public static class TracePreconditions
{
    /// <exception cref="TraceException">A statement can't be carried out yet, or needs more memory than there is.</exception>
    public static void Check(Trace trace, ByteSize available)
    {
        foreach (var statement in trace.Statements)
        {
            if (!Execution<Silent>.CanExecute(statement)) throw NotBuilt(trace, statement);
        }

        var estimate = new TableEstimate(trace.Machine.Levels);
        foreach (var statement in trace.Statements)
        {
            if (estimate.Add(statement) is { } tables && tables > available)
            {
                throw new TraceException(
                    trace.Path,
                    statement.Line,
                    $"the page tables need about {Rounded(tables)}, and this machine has {Rounded(available)} of memory available",
                    "a trace whose tables fit: a smaller range, or a larger `every`");
            }
        }

        if (trace.Machine.Preset is { } preset) throw NotBuilt(trace, trace.Machine, $"cpu={preset}");
        if (trace.Machine.Flush != FlushKind.Ipi) throw NotBuilt(trace, trace.Machine, "flush=");
        if (trace.Machine.Tlb != TlbKind.Full) throw NotBuilt(trace, trace.Machine, "tlb=");
    }

    private static TraceException NotBuilt(Trace trace, Statement statement, string? option = null)
    {
        var verb = statement.Text.Split(' ')[0];
        return new(
            trace.Path,
            statement.Line,
            $"'{verb}{(option is null ? "" : " " + option)}' parses, but its effect is not built yet, so nothing of the trace runs",
            "statements other than parallel, gup-fast, hold-table, idle, speculate, on a machine with no more than cpus=, levels=, hugepages=");
    }

    private static ByteSize Rounded(ByteSize size) => size.Bytes >> 30 > 10 ? new(size.Bytes >> 30 << 30) : new(size.Bytes >> 20 << 20);
}
