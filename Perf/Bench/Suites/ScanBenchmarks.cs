using System.Numerics;
using BenchmarkDotNet.Attributes;
using Emulator.Native;

namespace Perf.Bench;

/// <summary>The scans of whole tables, each by every kernel that can run here: 8 tables lie in L1, 512 in L2 and beyond.</summary>
public class ScanBenchmarks : Suite
{
    private const ulong MatchMask = Pte.Present | Pte.Write;
    private const int SharedTablesMax = 512;

    private FrameArena _arena = null!;
    private Table<Pmd>[] _pmdTables = [];
    private Table<Pud>[] _pudTables = [];

    [ParamsSource(nameof(Kernels))]
    public SimdKernel Kernel { get; set; }

    public static SizedValues<SimdKernel> Kernels { get; } = new(Simd.Available, Simd.Available);

    [ParamsSource(nameof(TableCounts))]
    public int Tables { get; set; }

    public static SizedValues<int> TableCounts { get; } = new([8, 512], [2]);

    public long ExpectedPresent { get; private set; }

    public long ExpectedMatches { get; private set; }

    public long ExpectedShared { get; private set; }

    [GlobalSetup]
    public void Setup()
    {
        _arena = new(new() { Limit = ByteSize.FromMega(16) });
        var random = new Random(20210210);
        var shareable = Shareable();
        _pmdTables = [.. Enumerable.Range(0, Tables).Select(_ => PagesOf(random))];
        _pudTables = [.. Enumerable.Range(0, Tables).Select(_ => TablesOf(random, shareable))];
    }

    protected override void Dispose(bool disposing) => _arena?.Dispose();

    [Benchmark, Yields(nameof(ExpectedPresent))]
    public long PresentCount()
    {
        var count = 0L;
        foreach (var table in _pmdTables) count += PresentEntries.Count(table, Kernel);
        return count;
    }

    [Benchmark, Yields(nameof(ExpectedPresent))]
    public long PresentMask()
    {
        var count = 0L;
        foreach (var table in _pmdTables) count += PresentEntries.Find(table, Kernel).Count;
        return count;
    }

    [Benchmark, Yields(nameof(ExpectedMatches))]
    public long MatchCount()
    {
        var count = 0L;
        foreach (var table in _pmdTables) count += MatchingEntries.Count(table, MatchMask, Pte.Present, Kernel);
        return count;
    }

    [Benchmark, Yields(nameof(ExpectedMatches))]
    public long MatchMaskOf()
    {
        var count = 0L;
        foreach (var table in _pmdTables) count += MatchingEntries.Find(table, MatchMask, Pte.Present, Kernel).Count;
        return count;
    }

    [Benchmark, Yields(nameof(ExpectedShared))]
    public long Shared()
    {
        var count = 0L;
        foreach (var table in _pudTables)
        {
            for (var first = 0; first < Table<Pud>.EntryCount; first += SharedTables.EntryCount)
            {
                count += BitOperations.PopCount(SharedTables.Find(_arena, table, first, Kernel).Shared);
            }
        }

        return count;
    }

    /// <summary>A table of 2 MB pages: a quarter of it empty, a quarter write-protected.</summary>
    private Table<Pmd> PagesOf(Random random)
    {
        var table = _arena.TableAt<Pmd>(_arena.Allocate<Pmd>(owner: 1));
        for (var i = 0; i < Table<Pmd>.EntryCount; i++)
        {
            var kind = random.Next(4);
            if (kind == 0) continue;
            var page = new PhysAddr(FrameArena.EndOfTables + ((ulong)random.Next(1 << 20) << Pmd.Shift));
            table[VirtAddr.Zero + ((ulong)i << Pmd.Shift)] = Pte.ForPage<Pmd>(page, canWrite: kind != 1, canExecute: false);
            ExpectedPresent++;
            if (kind == 1) ExpectedMatches++;
        }

        return table;
    }

    /// <summary>A table of tables, half of which have more users than one.</summary>
    private Table<Pud> TablesOf(Random random, PhysAddr[] shareable)
    {
        var table = _arena.TableAt<Pud>(_arena.Allocate<Pud>(owner: 1));
        for (var i = 0; i < Table<Pud>.EntryCount; i++)
        {
            var drawn = random.Next(shareable.Length);
            table[VirtAddr.Zero + ((ulong)i << Pud.Shift)] = Pte.ForTable(shareable[drawn]);
            ExpectedShared += drawn % 2;
        }

        return table;
    }

    private PhysAddr[] Shareable()
    {
        var tables = Enumerable.Range(0, SharedTablesMax).Select(_ => _arena.Allocate<Pmd>(owner: 1)).ToArray();
        for (var i = 1; i < tables.Length; i += 2) _arena.Info(tables[i]).ShareCount = 1;
        return tables;
    }
}
