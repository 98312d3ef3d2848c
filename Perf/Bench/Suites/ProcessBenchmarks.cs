using BenchmarkDotNet.Attributes;
using Emulator.Kernel;

namespace Perf.Bench;

/// <summary>Processes that come and go over a file whose tables are shared: so many are forked or map it, touch each 1G, and exit.</summary>
[WarmupCount(3), IterationCount(20)]
public class ProcessBenchmarks : Suite
{
    private TouchedFile _file = null!;
    private Mm _first = null!;

    /// <summary>The file's tables, one for each 1G.</summary>
    [ParamsSource(nameof(TableCounts))]
    public int Tables { get; set; }

    public static SizedValues<int> TableCounts { get; } = new([1024], [3]);

    [ParamsSource(nameof(ProcessCounts))]
    public int Processes { get; set; }

    public static SizedValues<int> ProcessCounts { get; } = new([1000, 10000], [5]);

    public long ExpectedShared => (long)Tables * Processes;

    [GlobalSetup]
    public void Setup()
    {
        _file = new(Tables);
        _first = _file.Map("First");
        _file.TouchAll(_first);
    }

    protected override void Dispose(bool disposing) => _file?.Dispose();

    [Benchmark, Yields(nameof(ExpectedShared))]
    public long MapTouchAndExit() => Run(name => _file.Map(name));

    [Benchmark, Yields(nameof(ExpectedShared))]
    public long ForkTouchAndExit() => Run(name =>
    {
        _file.Kernel.SwitchTo(_first);
        var child = _file.Kernel.Fork(_first, name);
        _file.Kernel.SwitchTo(child);
        return child;
    });

    /// <returns>How often a table was shared.</returns>
    private long Run(Func<string, Mm> create)
    {
        var shared = 0L;
        var processes = new Mm[Processes];
        for (var i = 0; i < Processes; i++)
        {
            processes[i] = create($"P{i}");
            _file.TouchAll(processes[i]);
            shared += processes[i].PmdTables;
        }

        foreach (var process in processes)
        {
            _file.Kernel.SwitchTo(process);
            _file.Kernel.Exit(process);
        }

        return shared;
    }
}
