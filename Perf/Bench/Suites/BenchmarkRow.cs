using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Reports;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>A benchmark of a suite with its parameters: a line of <c>ptemu bench --json</c>.</summary>
internal sealed record BenchmarkRow(
    [property: JsonPropertyName("suite")] string Suite,
    [property: JsonPropertyName("benchmark")] string Benchmark,
    [property: JsonPropertyName("parameters")] string Parameters,
    [property: JsonPropertyName("median_ns")] double MedianNs,
    [property: JsonPropertyName("mean_ns")] double MeanNs,
    [property: JsonPropertyName("stddev_percent")] double Spread,
    [property: JsonPropertyName("iterations")] int Iterations,
    [property: JsonPropertyName("machine")] string Machine)
{
    internal string Json() => JsonSerializer.Serialize(this);

    /// <summary>Those that ran.</summary>
    internal static IEnumerable<BenchmarkRow> Of(Summary summary) =>
        from report in summary.Reports
        let found = report.ResultStatistics
        where report.Success && found is not null
        let descriptor = report.BenchmarkCase.Descriptor
        select new BenchmarkRow(
            descriptor.Type.Name, descriptor.WorkloadMethod.Name, report.BenchmarkCase.Parameters.DisplayInfo, Digits.Four(found.Median),
            Digits.Four(found.Mean), Digits.Four(100 * found.StandardDeviation / found.Mean), found.N, HostMachine.Describe());
}

/// <summary>What a benchmark returns, so that the tests know that it does what it measures.</summary>
/// <param name="expected">The name of a property of the suite, a long that is worked out without the code under measurement.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class YieldsAttribute(string expected) : Attribute
{
    public string Expected => expected;
}
