using System.Globalization;
using System.Text.Json;
using Emulator.Costs;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>Predicted times beside measured ones, statement by statement: <c>ptemu verify --time</c>.</summary>
public static class TimedTable
{
    private const int TextMax = 44;

    public static string Of(IReadOnlyList<TimedStatement> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var table = new TextTable(TextMax, 9, 10, 18, 8);
        table.Add("statement", "measured", "predicted", "between", "error");
        foreach (var one in statements)
        {
            var (prediction, statement) = (one.Prediction, one.Prediction.Answer.Statement);
            var text = $"{statement.Line}: {statement.Text}";
            table.Add(
                text.Length < TextMax ? text : text[..(TextMax - 3)] + "...",
                Duration.Of(one.MeasuredNs),
                Duration.Of(prediction.Time.Nanoseconds),
                Duration.Between(prediction.Time) + (one.IsCovered ? "" : " !"),
                one.Error is { } error ? (100 * error).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %" : "-");
        }

        return table.ToString();
    }
}

/// <summary><see cref="TimedTable"/> for a machine: <c>ptemu verify --time --json</c> (docs/costs.md).</summary>
public static class TimedJson
{
    /// <param name="tracePath">Put first, where several traces answer into one output; otherwise null.</param>
    public static string Of(TimedStatement one, string? tracePath)
    {
        ArgumentNullException.ThrowIfNull(one);
        return JsonContract.Line(one.Prediction.Answer.Statement, tracePath, json =>
        {
            json.WriteNumber("measured_ns", JsonContract.Rounded(one.MeasuredNs));
            JsonContract.WriteModelTime(json, one.Prediction.Time);
            if (one.Error is { } error) json.WriteNumber("error", JsonContract.Part(error));
            else json.WriteNull("error");
            json.WriteBoolean("is_covered", one.IsCovered);
        });
    }

    /// <summary>The first statement that the kernel answered otherwise: then no time of its trace means anything.</summary>
    /// <param name="fields">Those of the answers that differ.</param>
    public static string OfDifference(Statement statement, string? tracePath, IReadOnlyList<string> fields) =>
        JsonContract.Line(statement, tracePath, json =>
        {
            json.WriteStartArray("differs_in");
            foreach (var field in fields) json.WriteStringValue(field);
            json.WriteEndArray();
        });

    /// <summary>The last line: the figures of all statements whose times were compared.</summary>
    /// <param name="rounds">How often each was measured.</param>
    public static string Summary(IReadOnlyList<TimedStatement> statements, int rounds, string kernel, string profile, string load)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var errors = statements.Where(one => one.Error is not null).Select(one => Math.Abs(one.Error!.Value)).ToList();
        return JsonSerializer.Serialize(new
        {
            statements = statements.Count,
            rounds,
            median_error = errors.Count > 0 ? JsonContract.Part(Statistics.Median(errors)) : (decimal?)null,
            ninetieth_error = errors.Count > 0 ? JsonContract.Part(Statistics.Quantile(errors, 0.9)) : (decimal?)null,
            coverage = statements.Count > 0 ? JsonContract.Part(statements.Average(one => one.IsCovered ? 1.0 : 0)) : (decimal?)null,
            kernel,
            profile,
            load,
        });
    }
}
