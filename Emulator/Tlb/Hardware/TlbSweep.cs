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

    /// <summary>Working sets from 8 pages on, four for each doubling, to twice the largest level.</summary>
    public static IReadOnlyList<TlbSweepPoint> Of(CpuModel model, TlbEntryKind pageKind)
    {
        var most = Math.Max(model.EntriesOf(1, pageKind), model.EntriesOf(2, pageKind)) * 2;
        var points = new List<TlbSweepPoint>();
        for (var quarters = 12; ; quarters++)
        {
            var pages = (int)((1L << (quarters / 4)) * (4 + (quarters % 4)) / 4);
            points.Add(PointOf(model, pageKind, pages));
            if (pages >= most) return points;
        }
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
