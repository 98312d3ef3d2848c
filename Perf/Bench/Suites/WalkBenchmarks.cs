using BenchmarkDotNet.Attributes;
using Emulator.Kernel;
using Emulator.Walks;

namespace Perf.Bench;

/// <summary>
/// Every walk over 1 TB with the silent probe. An invocation unshares what there is, so the tables are put back before each
/// (<see cref="UnshareSnapshot"/>), outside the measured time.
/// </summary>
[WarmupCount(10), IterationCount(100)]
public class WalkBenchmarks : Suite
{
    private TouchedFile _file = null!;
    private UnshareWalk _walk = null!;
    private Vma _vma = null!;
    private UnshareSnapshot _before = null!;

    [ParamsSource(nameof(Walks))]
    public string Walk { get; set; } = "";

    [ParamsAllValues]
    public WalkState State { get; set; }

    /// <summary>By name: BenchmarkDotNet hands parameters to another process.</summary>
    public static SizedValues<string> Walks { get; } = new(WalkNames(), WalkNames());

    [ParamsSource(nameof(TableCounts))]
    public int Tables { get; set; }

    public static SizedValues<int> TableCounts { get; } = new([1024], [3]);

    public long ExpectedUnshared => State == WalkState.Shared ? Tables : 0;

    [GlobalSetup]
    public void Setup()
    {
        _walk = WalkCatalog.Own.Single(walk => walk.Name == Walk);
        _file = new(Tables);
        var mm = _file.Map("A");
        if (State != WalkState.NoTables) _file.TouchAll(mm);
        if (State == WalkState.Shared) _file.TouchAll(_file.Map("B"));
        _vma = mm.Vmas.All.Single();
        _before = new(_file.Machine, mm);
        WarmUp(() =>
        {
            PutBack();
            Unshare();
        });
    }

    [IterationSetup]
    public void PutBack() => _before.Restore();

    protected override void Dispose(bool disposing) => _file?.Dispose();

    [Benchmark, Yields(nameof(ExpectedUnshared))]
    public long Unshare()
    {
        _file.Kernel.Tally = default;
        _walk.Run(_file.Kernel, _vma);
        return _file.Kernel.Tally.Unshared;
    }

    private static string[] WalkNames() => [.. WalkCatalog.Own.Select(walk => walk.Name)];
}

/// <summary>What a walk finds in each 1G of the VMA.</summary>
public enum WalkState
{
    /// <summary>A table that another process uses too.</summary>
    Shared,

    /// <summary>A table of the process alone.</summary>
    Populated,

    /// <summary>Nothing: the memory was never touched.</summary>
    NoTables,
}
