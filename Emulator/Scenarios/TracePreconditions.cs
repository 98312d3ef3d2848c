using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>What must be so before the first statement of a trace runs: its tables fit into memory.</summary>
public static class TracePreconditions
{
    /// <exception cref="TraceException">A statement needs more memory than there is.</exception>
    public static void Check(Trace trace, ByteSize available)
    {
        var estimate = new TableEstimate(trace.Machine.Levels);
        foreach (var statement in trace.ProgramOrder)
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

    }

    private static ByteSize Rounded(ByteSize size) => size.Bytes >> 30 > 10 ? new(size.Bytes >> 30 << 30) : new(size.Bytes >> 20 << 20);
}
