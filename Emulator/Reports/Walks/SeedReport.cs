using System.Text;
using Emulator.Experiments;
using Emulator.Kernel;

namespace Emulator.Reports;

/// <summary>
/// The answer to the review: every walk over the reviewed VMA in its three states, and over 64 TB, as plain ASCII of at most
/// 72 columns. Counts are equal everywhere; times are this machine's.
/// </summary>
public sealed class SeedReport(IReadOnlyList<UnshareWalk> walks)
{
    private const string Legend =
        """
        lookups: huge_pte_offset. lock pairs: huge_pte_lock. unshare calls:
        huge_pmd_unshare; un-shrd: those that detached a table. fl:
        flush_tlb_mm_range. IPIs: interrupts to the 195 other CPUs, where 3 or
        2 processes share. lft s/t: tables left shared / stale TLB entries.

        """;

    /// <summary>Measures each walk of a block for so long; null measures nothing, and the table has no times.</summary>
    public TimeSpan? MeasureFor { get; init; }

    /// <summary>Told before each block: which one, of how many.</summary>
    public Action<int, int>? OnProgress { get; init; }

    /// <summary>The rows of one state.</summary>
    public SeedBlock Block(SeedState state)
    {
        var comparison = new WalkComparison(SeedState.TraceOf(state.Main));
        var rows = new WalkRow[walks.Count];
        var three = new long[walks.Count];
        var shared = new WalkComparison(SeedState.TraceOf(state.ThreeSharers));
        // Each builds a machine of its own, up to 350 MB of it at 64 TB.
        var two = new ParallelOptions { MaxDegreeOfParallelism = 2 };
        Parallel.For(0, walks.Count, two, i => (rows[i], three[i]) = (comparison.Count(walks[i]), shared.CountIpis(walks[i])));
        if (MeasureFor is not { } budget) return new(state, rows, three);
        var times = comparison.Measure(walks, budget);
        return new(state, [.. rows.Select((row, i) => row with { Time = times[i] })], three);
    }

    /// <summary>All blocks and the legend.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        for (var i = 0; i < SeedState.All.Count; i++)
        {
            OnProgress?.Invoke(i, SeedState.All.Count);
            var block = Block(SeedState.All[i]);
            text.Append(block.State.Title).Append('\n').Append(block.Table()).Append('\n');
        }

        return text.Append(Legend.ReplaceLineEndings("\n")).ToString();
    }
}

/// <summary>One state with a row for each walk, and the interrupts of each with three sharers.</summary>
public sealed record SeedBlock(SeedState State, IReadOnlyList<WalkRow> Rows, IReadOnlyList<long> IpisOfThree)
{
    public string Table() => ComparisonTable.Of(
        Rows, [new("3 shar.", IpisOfThree), new("2 shar.", [.. Rows.Select(row => row.Ipis)])], "IPIs for");
}
