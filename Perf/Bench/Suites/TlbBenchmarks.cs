using BenchmarkDotNet.Attributes;
using Emulator.Native;
using Emulator.Tlb;

namespace Perf.Bench;

/// <summary>Accesses through two levels of TLB, by each pattern, over the pages of so many page tables: 8192 tables map 16 GB.</summary>
public class TlbBenchmarks : Suite
{
    private const int Accesses = 1 << 15;
    private const int L1Sets = 16, L1Ways = 4, L2Sets = 128, L2Ways = 12;

    private readonly ulong[] _addresses = new ulong[Accesses];
    private TlbArray _l1 = null!;
    private TlbArray _l2 = null!;
    private FrameArena? _arena;
    private TlbRun? _run;

    [ParamsAllValues]
    public AccessPattern Pattern { get; set; }

    [ParamsSource(nameof(TableCounts))]
    public int Tables { get; set; }

    public static SizedValues<int> TableCounts { get; } = new([8192], [2]);

    public long ExpectedMisses { get; private set; }

    [GlobalSetup]
    public void Setup()
    {
        var bytes = new ByteSize((ulong)Tables * Pmd.Span);
        new AddressPattern(Pattern, bytes).Fill(_addresses);
        (_l1, _l2) = (new(L1Sets, L1Ways), new(L2Sets, L2Ways));
        _arena = new(new() { Limit = ByteSize.FromMega(256) });
        _run = new(CpuModel.TwoLevels((L1Sets, L1Ways), (L2Sets, L2Ways), TlbReplacement.Lru), _arena, TlbEntryKind.Page4K);
        _run.Map(new(VirtAddr.Zero, new(bytes.Bytes)));
        ExpectedMisses = MissesByLists();
    }

    /// <returns>Accesses that neither level held.</returns>
    [Benchmark, Yields(nameof(ExpectedMisses))]
    public long Counting()
    {
        _l1.Clear();
        _l2.Clear();
        return TlbReplay.Count(_addresses, TlbEntryKind.Page4K, _l1, _l2).L2Misses;
    }

    /// <summary>The whole model: rights, walks through the tables, paging-structure caches.</summary>
    /// <returns>As <see cref="Counting"/>.</returns>
    [Benchmark, Yields(nameof(ExpectedMisses))]
    public long Translating()
    {
        _run!.Restart();
        foreach (var address in _addresses) _run.Access(new(address));
        return _run.Unit.Counts.Walks;
    }

    protected override void Dispose(bool disposing)
    {
        _l1?.Dispose();
        _l2?.Dispose();
        _run?.Dispose();
        _arena?.Dispose();
    }

    private long MissesByLists()
    {
        var l1 = Enumerable.Range(0, L1Sets).Select(_ => new List<ulong>()).ToArray();
        var l2 = Enumerable.Range(0, L2Sets).Select(_ => new List<ulong>()).ToArray();
        return _addresses.Select(address => address / Pt.Span).LongCount(page =>
            !Use(l1[page % L1Sets], page, L1Ways) && !Use(l2[page % L2Sets], page, L2Ways));
    }

    private static bool Use(List<ulong> set, ulong page, int ways)
    {
        var isThere = set.Remove(page);
        set.Insert(0, page);
        if (set.Count > ways) set.RemoveAt(ways);
        return isThere;
    }
}
