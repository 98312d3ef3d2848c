using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>
/// The working set grows, and each of its pages is read in turn, in a shuffled order that stays the same: with LRU the hits of a level
/// break off where its entries end.
/// </summary>
public static class TlbSweep
{
    private const ulong Seed = 7;
    private const int MeasuredRounds = 2;

    /// <summary>Working sets from 4 pages on, four for each doubling, to twice the largest level; and those where a level should just do, and not.</summary>
    public static IReadOnlyList<TlbSweepPoint> Of(CpuModel model, TlbEntryKind pageKind)
    {
        var (l1, l2) = (model.EntriesOf(1, pageKind), model.EntriesOf(2, pageKind));
        var sizes = new SortedSet<int> { l1, l1 + 1 };
        if (l2 > 0) sizes.UnionWith([l2, l2 + 1]);
        for (var quarters = 8; sizes.Max < 2 * Math.Max(l1, l2); quarters++) sizes.Add((1 << (quarters / 4)) * (4 + (quarters % 4)) / 4);
        return [.. sizes.Select(pages => PointOf(model, pageKind, pages))];
    }

    private static TlbSweepPoint PointOf(CpuModel model, TlbEntryKind pageKind, int pages)
    {
        using var arena = new FrameArena(new() { Limit = ByteSize.FromMega(64), HugePages = false });
        using var run = new TlbRun(model, arena, pageKind);
        var span = 1UL << TlbTag.ShiftOf(pageKind);
        var order = Shuffled(pages);
        for (var warm = 0; warm < 2; warm++)
        {
            foreach (var page in order) run.Access(new((ulong)page * span));
        }

        run.Unit.Counts = default;
        for (var round = 0; round < MeasuredRounds; round++)
        {
            foreach (var page in order) run.Access(new((ulong)page * span));
        }

        return new(pages, run.Unit.Counts);
    }

    private static int[] Shuffled(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        var random = new SplitMix64(Seed);
        for (var i = count - 1; i > 0; i--)
        {
            var other = (int)random.Below((ulong)i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}

/// <summary>What accesses to a working set of so many pages did, once warm.</summary>
public readonly record struct TlbSweepPoint(int Pages, TlbCounts Counts)
{
    public double L1HitShare => (double)Counts.L1Hits / Counts.Accesses;

    /// <summary>Hits in either level.</summary>
    public double HitShare => (double)(Counts.L1Hits + Counts.L2Hits) / Counts.Accesses;
}
