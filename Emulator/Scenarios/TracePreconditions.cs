using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>
/// What must be so before the first statement of a trace runs: its CPU is known, its tables fit into memory, and no statement is so long
/// that nobody would wait for its end.
/// </summary>
public static class TracePreconditions
{
    // A minute or so.
    private const ulong AccessesMax = 4_000_000_000;
    private const ulong FilePagesMax = 250_000_000;

    /// <exception cref="TraceException">There is no such CPU, or a statement needs more memory or more steps than there are.</exception>
    public static void Check(Trace trace, ByteSize available)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.Machine.Preset is { } preset && CpuModels.Named(preset) is null)
        {
            var known = string.Join(", ", CpuModels.All.Select(model => model.Name));
            throw new TraceException(trace.Path, trace.Machine.Line, $"there is no CPU '{preset}' (ptemu tlb --list)", $"one of {known}");
        }

        CheckLengths(trace);
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

    private static void CheckLengths(Trace trace)
    {
        var pages = trace.Files.ToDictionary(file => file.Name, file => file.HugePage.Bytes);
        foreach (var statement in trace.ProgramOrder)
        {
            if (statement is TouchStatement { Range: { IsEmpty: false } range } touch)
            {
                Refuse(trace, touch, "accesses", ((range.Length.Bytes - 1) / (touch.Every?.Bytes ?? Pmd.Span)) + 1, AccessesMax, "a larger `every`");
            }
            else if (statement is FallocateStatement { IsPunch: false, Range: var (start, end) } fallocate
                && start < end && end.Value <= long.MaxValue)
            {
                // Others are refused by the kernel: EINVAL, EFBIG.
                var count = Math.Min(fallocate.Range.Length.Bytes / pages[fallocate.File], (ulong)(trace.Machine.HugePages ?? long.MaxValue));
                Refuse(trace, fallocate, "huge pages", count, FilePagesMax, "`machine hugepages=N`: where they end, it answers ENOSPC");
            }
        }
    }

    private static void Refuse(Trace trace, Statement statement, string what, ulong count, ulong max, string way)
    {
        if (count <= max) return;
        throw new TraceException(trace.Path, statement.Line, $"this is {count:N0} {what}", $"at most {max:N0}, by a smaller range or {way}");
    }

    private static ByteSize Rounded(ByteSize size) => size.Bytes >> 30 > 10 ? new(size.Bytes >> 30 << 30) : new(size.Bytes >> 20 << 20);
}
