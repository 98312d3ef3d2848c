using BenchmarkDotNet.Attributes;
using Emulator.Kernel;
using Emulator.Walks;

namespace Perf.Bench;

/// <summary>v5's loop step by step, and in bulk, over tables that are shared (and put back before each invocation), or not, or not there.</summary>
[WarmupCount(5), IterationCount(30)]
public class V5Benchmarks : Suite
{
    private static readonly UnshareWalk Faithful = UnshareWalk.Of<V5PerHugePage>();

    private TouchedFile _file = null!;
    private Vma _vma = null!;
    private UnshareSnapshot _before = null!;

    [ParamsAllValues]
    public WalkState State { get; set; }

    [ParamsSource(nameof(TableCounts))]
    public int Tables { get; set; }

    public static SizedValues<int> TableCounts { get; } = new([1024, 65536], [3]);

    public long ExpectedUnshared => State == WalkState.Shared ? Tables : 0;

    [GlobalSetup]
    public void Setup()
    {
        _file = new(Tables);
        var mm = _file.Map("A");
        if (State != WalkState.NoTables) _file.TouchAll(mm);
        if (State == WalkState.Shared) _file.TouchAll(_file.Map("B"));
        _file.Kernel.SwitchTo(mm);
        _vma = mm.Vmas.All.Single();
        _before = new(_file.Machine, mm);
        WarmUp(() =>
        {
            PutBack();
            StepByStep();
            PutBack();
            InBulk();
        });
    }

    [IterationSetup]
    public void PutBack() => _before.Restore();

    protected override void Dispose(bool disposing) => _file?.Dispose();

    [Benchmark, Yields(nameof(ExpectedUnshared))]
    public long StepByStep()
    {
        _file.Kernel.Tally = default;
        Faithful.Run(_file.Kernel, _vma);
        return _file.Kernel.Tally.Unshared;
    }

    [Benchmark, Yields(nameof(ExpectedUnshared))]
    public long InBulk()
    {
        _file.Kernel.Tally = default;
        V5Scan.Run(_file.Kernel, _vma);
        return _file.Kernel.Tally.Unshared;
    }
}
