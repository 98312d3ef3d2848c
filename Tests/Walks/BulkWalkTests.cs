using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Walks;

namespace Tests.Walks;

/// <summary>
/// The walks in bulk against the faithful ones, with a probe that counts every function and with the silent one, for which other
/// code runs: all counts, the tally, the debts that were paid, every byte of every table and every share count are equal.
/// </summary>
public class BulkWalkTests
{
    private const int Seeds = 150;

    private static readonly UnshareWalk Gather = WalkCatalog.Find("6.19")!;
    private static readonly UnshareWalk PudScan = WalkCatalog.Find("pud-scan")!;
    private static readonly UnshareWalk V5 = WalkCatalog.Find("v5-patch")!;

    [Fact]
    public void Pud_scan_is_6_19_counted() =>
        AllEqual(seed => Outcome(Gather, new CountingProbe(), seed), seed => Outcome(PudScan, new CountingProbe(), seed));

    [Fact]
    public void Pud_scan_is_6_19_unwatched() =>
        AllEqual(seed => Outcome(Gather, default(Silent), seed), seed => Outcome(PudScan, default(Silent), seed));

    [Fact]
    public void V5_in_bulk_is_v5_counted() =>
        AllEqual(seed => Outcome(V5, new CountingProbe(), seed), seed => Outcome(new V5InBulk(), new CountingProbe(), seed));

    [Fact]
    public void V5_in_bulk_is_v5_unwatched() =>
        AllEqual(seed => Outcome(V5, default(Silent), seed), seed => Outcome(new V5InBulk(), default(Silent), seed));

    /// <summary>There the entry is the PUD's own, and its steps are of 1G.</summary>
    [Fact]
    public void A_file_of_1G_pages_has_no_tables_to_scan()
    {
        using var world = new BulkWorld<CountingProbe>(new CountingProbe(), new V5InBulk(), 1, pageBytes: Pud.Span);
        Assert.Throws<EnsureException>(world.Walk);
    }

    private static void AllEqual(Func<int, IEnumerable<ulong>> faithful, Func<int, IEnumerable<ulong>> bulk)
    {
        for (var seed = 0; seed < Seeds; seed++) Assert.Equal(faithful(seed), bulk(seed));
    }

    private static List<ulong> Outcome<P>(UnshareWalk walk, P probe, int seed) where P : struct, IProbe
    {
        using var world = new BulkWorld<P>(probe, walk, seed, Pmd.Span);
        world.Walk();
        var outcome = world.Outcome();
        if (probe is CountingProbe counting) foreach (var count in counting.All) outcome.Add((ulong)count);
        return outcome;
    }

    private sealed class V5InBulk : UnshareWalk
    {
        public override string Name => "v5-bulk";

        public override string Summary => "v5 in bulk";

        public override DateOnly Since => default;

        public override bool ServesSplits => false;

        public override void Run<P>(Kernel<P> k, Vma vma) => V5Scan.Run(k, vma);

        public override void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) => throw new EnsureException("no split");
    }
}
