using Emulator.Accounting;
using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>What must be so before the first statement of a trace runs: its CPU is known, and its tables fit into memory.</summary>
public static class TracePreconditions
{
    /// <exception cref="TraceException">There is no such CPU, or a statement needs more memory than there is.</exception>
    public static void Check(Trace trace, ByteSize available)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.Machine.Preset is { } preset && CpuModels.Named(preset) is null)
        {
            var known = string.Join(", ", CpuModels.All.Select(model => model.Name));
            throw new TraceException(trace.Path, trace.Machine.Line, $"there is no CPU '{preset}' (ptemu tlb --list)", $"one of {known}");
        }

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
