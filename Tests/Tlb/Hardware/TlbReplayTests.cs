using Emulator.Native;
using Emulator.Tlb;

namespace Tests.Tlb.Hardware;

/// <summary>The counting of many accesses by blocks, against the naive arrays and against the whole model.</summary>
public class TlbReplayTests
{
    public static TheoryData<int, int, int, int, AccessPattern> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, int, AccessPattern>();
            foreach (var (a, b, c, d) in new[] { (16, 4, 128, 12), (1, 64, 128, 16), (16, 6, 128, 24), (4, 3, 8, 8), (1, 1, 2, 2) })
            {
                foreach (var pattern in Enum.GetValues<AccessPattern>()) cases.Add(a, b, c, d, pattern);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Counts_are_those_of_lists(int l1Sets, int l1Ways, int l2Sets, int l2Ways, AccessPattern pattern)
    {
        using var l1 = new TlbArray(l1Sets, l1Ways);
        using var l2 = new TlbArray(l2Sets, l2Ways);
        var (naive1, naive2) = (new NaiveLru(l1Sets, l1Ways), new NaiveLru(l2Sets, l2Ways));
        // A small range for some hits, a length that no block divides.
        var accesses = new AddressPattern(pattern, ByteSize.FromMega(pattern == AccessPattern.Random ? 4UL : 64));
        for (var part = 0; part < 5; part++)
        {
            var block = new ulong[7_777];
            accesses.Fill(block);
            long l1Misses = 0, l2Misses = 0;
            foreach (var address in block)
            {
                var tag = TlbTag.Of(TlbEntryKind.Page4K, new(address), 3);
                if (naive1.Use(tag)) continue;
                l1Misses++;
                if (!naive2.Use(tag)) l2Misses++;
            }

            Assert.Equal(new TlbReplayCounts(block.Length, l1Misses, l2Misses), TlbReplay.Count(block, TlbEntryKind.Page4K, l1, l2, pcid: 3));
        }
    }

    [Theory, InlineData(AccessPattern.Sequential), InlineData(AccessPattern.Zipf), InlineData(AccessPattern.Random)]
    public void The_whole_model_counts_the_same(AccessPattern pattern)
    {
        using var l1 = new TlbArray(16, 4);
        using var l2 = new TlbArray(128, 12);
        using var arena = new FrameArena(new() { Limit = ByteSize.FromMega(16) });
        using var run = new TlbRun(CpuModel.TwoLevels((16, 4), (128, 12), TlbReplacement.Lru), arena, TlbEntryKind.Page4K);
        var range = ByteSize.FromMega(64);
        run.Map(new(VirtAddr.Zero, new(range.Bytes)));
        var block = new ulong[100_000];
        new AddressPattern(pattern, range).Fill(block);
        foreach (var address in block) run.Access(new(address));
        var counts = TlbReplay.Count(block, TlbEntryKind.Page4K, l1, l2);
        Assert.Equal((counts.L1Hits, counts.L2Hits, counts.L2Misses), (run.Unit.Counts.L1Hits, run.Unit.Counts.L2Hits, run.Unit.Counts.Walks));
    }
}
