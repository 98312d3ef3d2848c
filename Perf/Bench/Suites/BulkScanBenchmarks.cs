using BenchmarkDotNet.Attributes;
using Emulator.Native;

namespace Perf.Bench;

/// <summary>The scans of many tables in one call, each by every kernel that can run here: 32K, 512K, 8M and 512M of tables.</summary>
public class BulkScanBenchmarks : Suite
{
    private const ulong MatchMask = Pte.Present | Pte.Write;

    private ScanMemory _memory = null!;
    private EntryMask[] _masks = [];

    [ParamsSource(nameof(Kernels))]
    public SimdKernel Kernel { get; set; }

    public static SizedValues<SimdKernel> Kernels { get; } = new(Simd.Available, Simd.Available);

    [ParamsSource(nameof(TableCounts))]
    public int Tables { get; set; }

    public static SizedValues<int> TableCounts { get; } = new([8, 128, 2048, 131072], [4]);

    public long ExpectedPresent { get; private set; }

    public long ExpectedMatches { get; private set; }

    public long ExpectedAccessed { get; private set; }

    public long ExpectedDiffering { get; private set; }

    [GlobalSetup]
    public void Setup()
    {
        _memory = new(new ByteSize((ulong)Tables * Table<Pmd>.SizeBytes));
        _masks = new EntryMask[Tables];
        var entries = _memory.Tables.SelectMany(table => table.Entries.ToArray()).Select(raw => new Pte(raw)).ToList();
        ExpectedPresent = entries.Count(entry => entry.IsHardwarePresent);
        ExpectedMatches = entries.Count(entry => entry.IsHardwarePresent && !entry.IsWritable);
        ExpectedAccessed = entries.Count(entry => entry.IsHardwarePresent && (entry.Raw & Pte.Accessed) != 0);
        var half = entries.Count / 2;
        ExpectedDiffering = entries.Take(half).Zip(entries.Skip(half)).Count(pair => pair.First != pair.Second);
    }

    protected override void Dispose(bool disposing) => _memory?.Dispose();

    [Benchmark, Yields(nameof(ExpectedPresent))]
    public long CountPresent() => PresentEntries.Count<Pmd>(_memory.Tables, Kernel);

    [Benchmark, Yields(nameof(ExpectedPresent))]
    public long MarkPresent()
    {
        PresentEntries.Find<Pmd>(_memory.Tables, _masks, Kernel);
        return CountInSmoke(ExpectedPresent);
    }

    [Benchmark, Yields(nameof(ExpectedMatches))]
    public long CountMatches() => MatchingEntries.Count<Pmd>(_memory.Tables, MatchMask, Pte.Present, Kernel);

    [Benchmark, Yields(nameof(ExpectedMatches))]
    public long MarkMatches()
    {
        MatchingEntries.Find<Pmd>(_memory.Tables, MatchMask, Pte.Present, _masks, Kernel);
        return CountInSmoke(ExpectedMatches);
    }

    [Benchmark, Yields(nameof(ExpectedAccessed))]
    public long CountAccessedDirty() => AccessedDirty.Count<Pmd>(_memory.Tables, Kernel).Accessed;

    [Benchmark, Yields(nameof(ExpectedDiffering))]
    public long CountDiffering() => DifferingEntries.Count<Pmd>(_memory.Tables.AsSpan(0, Tables / 2), _memory.Tables.AsSpan(Tables / 2), Kernel);

    /// <summary>It finds none to write that is not so already: what it costs to look and to write is the same.</summary>
    [Benchmark, Yields(nameof(ExpectedPresent))]
    public long WriteProtect() => UffdWpEntries.Protect<Pmd>(_memory.Tables, Kernel);

    /// <summary>To count all marks would be measured too, so that is left to the tests.</summary>
    private long CountInSmoke(long otherwise) => Tables <= TableCounts.Smoke.Cast<int>().Max() ? _masks.Sum(mask => mask.Count) : otherwise;
}
