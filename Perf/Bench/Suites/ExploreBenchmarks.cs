using BenchmarkDotNet.Attributes;
using Emulator.Explore;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Perf.Bench;

/// <summary>
/// Every interleaving of a registration inside the first of so many 1Gs with a process that touches them all. What a transition costs: the
/// time of an invocation by the transitions that `ptemu explore` prints for the same trace.
/// </summary>
[WarmupCount(3), IterationCount(15)]
public class ExploreBenchmarks : Suite
{
    private Trace _trace = null!;

    [ParamsSource(nameof(TableCounts))]
    public int Tables { get; set; }

    public static SizedValues<int> TableCounts { get; } = new([3], [1]);

    /// <summary>B's first touch comes before the registration, and then both have tables of their own; or after it.</summary>
    public long ExpectedEnds => Tables > 0 ? 2 : 1;

    [GlobalSetup]
    public void Setup()
    {
        var end = $"{8 + Tables}G";
        using var text = new StringReader(
            $"""
            file F {Tables}G
            mmap A F 8G..{end} shared
            touch A 8G
            mmap B F 8G..{end} shared
            parallel
            A: uffd-register A 8G+512M..{end} wp
            B: touch B 8G
            end
            """);
        _trace = TraceParser.Parse("benchmark", text);
    }

    [Benchmark]
    [Yields(nameof(ExpectedEnds))]
    public long WithReduction() => Ends(reduces: true);

    [Benchmark]
    [Yields(nameof(ExpectedEnds))]
    public long AtEveryStep() => Ends(reduces: false);

    protected override void Dispose(bool disposing)
    {
        // Nothing is kept.
    }

    private long Ends(bool reduces) =>
        Explorer.Run(_trace, LinuxKernels.Default, new() { FindsAll = true, Reduces = reduces }).Outcomes.Count;
}
