using Perf.Bench;

namespace Tests.Perf.Benchmarks;

/// <summary>Every benchmark that there is, once with its tiny parameters, in this process: none may rot, and each does what it measures.</summary>
public class SmokeTests
{
    public static TheoryData<string> Names { get; } = [.. BenchmarkRun.Suites.Select(suite => suite.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_benchmark_of_a_suite_yields_what_it_says(string name)
    {
        var suite = BenchmarkRun.Suites.Single(suite => suite.Name == name);
        var cases = SmokeCase.Of(suite).ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, one =>
        {
            var (first, second, expected) = one.Run();
            Assert.True(expected is long, $"{one} must say by [Yields] which long it returns");
            Assert.True(expected.Equals(first), $"{one} returned {first} where {expected} is expected");
            Assert.True(expected.Equals(second), $"{one} returned {second} in the second iteration where {expected} is expected");
        });
    }

    [Fact]
    public void The_suites_and_their_benchmarks_are_found()
    {
        Assert.Equal(
            [
                nameof(BulkScanBenchmarks), nameof(ExploreBenchmarks), nameof(FaultBenchmarks), nameof(ProcessBenchmarks), nameof(ScanBenchmarks),
                nameof(TlbBenchmarks), nameof(V5Benchmarks), nameof(WalkBenchmarks),
            ],
            BenchmarkRun.Suites.Select(suite => suite.Name));
        Assert.All(BenchmarkRun.Suites, suite => Assert.NotEmpty(BenchmarkRun.BenchmarksOf(suite)));
    }

    /// <summary>An expectation of 0 alone would not see a benchmark that does nothing.</summary>
    [Fact]
    public void Every_benchmark_does_something_in_some_case() =>
        Assert.All(BenchmarkRun.Suites.SelectMany(SmokeCase.Of).GroupBy(one => $"{one}".Split('(')[0]), group =>
            Assert.Contains(group, one => one.Run().Expected is > 0L));

    [Fact]
    public void The_tiny_parameters_are_not_the_real_ones() =>
        Assert.All(BenchmarkRun.Suites, type =>
        {
            var counts = Assert.IsType<SizedValues<int>>(type.GetProperty("TableCounts")?.GetValue(null));
            Assert.True(counts.Smoke.Cast<int>().Max() < counts.Min());
        });
}
