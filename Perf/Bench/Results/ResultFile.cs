using System.Text.Json;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>A file of results: the lines of <c>ptemu bench --json</c>, with or without <c>--reference</c>.</summary>
/// <param name="Machine">What they were measured on, from the first line.</param>
internal sealed record ResultFile(string Path, string Machine, IReadOnlyList<ResultMetric> Metrics)
{
    /// <exception cref="BadInputException">It can't be read, or a line is not a result.</exception>
    internal static ResultFile Read(string path)
    {
        var metrics = new List<ResultMetric>();
        string? machine = null;
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var (on, found) = Parse(path, number, line);
            machine ??= on;
            metrics.AddRange(found);
        }

        if (machine is null) throw new BadInputException($"{path}: holds no results; expected lines of ptemu bench --json");
        return new(path, machine, [.. metrics.DistinctBy(metric => metric.Name)]);
    }

    /// <summary>The CPU of a machine's description.</summary>
    internal string Cpu => Machine.Split(';')[0];

    private static string[] Lines(string path) => InputFile.Read(path, "lines of ptemu bench --json", File.ReadAllLines);

    private static (string Machine, IEnumerable<ResultMetric> Metrics) Parse(string path, int number, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("ratio", out _)
                && HasNames(json.RootElement, "work", "reference", "size", "machine"))
                return Of(json.RootElement.Deserialize<RatioRow>()!);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("median_ns", out _)
                && HasNames(json.RootElement, "suite", "benchmark", "machine"))
                return Of(json.RootElement.Deserialize<BenchmarkRow>()!);
        }
        catch (JsonException exception)
        {
            throw new BadInputException($"{path}:{number}: is no JSON object of a result: {exception.Message}");
        }

        throw new BadInputException(
            $"{path}:{number}: is not a result; expected a line of ptemu bench --json, with \"ratio\" or \"median_ns\" and the names of what was measured");
    }

    private static (string, IEnumerable<ResultMetric>) Of(RatioRow row) => (row.Machine,
    [
        new($"{row.Work}, {row.Size}", "ns", row.OursNs, row.OursSpread),
        new($"{row.Work} : {row.Reference}, {row.Size}", "ratio", row.Ratio, row.RatioSpread),
    ]);

    /// <summary>The deserializer takes a line that lacks the names, or is of <c>ptemu scan --json</c>.</summary>
    private static bool HasNames(JsonElement line, params string[] names) => Array.TrueForAll(
        names, name => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String);

    private static (string, IEnumerable<ResultMetric>) Of(BenchmarkRow row) =>
        (row.Machine, [new($"{row.Suite}.{row.Benchmark} {row.Parameters}".TrimEnd(), "ns", row.MedianNs, row.Spread)]);
}
