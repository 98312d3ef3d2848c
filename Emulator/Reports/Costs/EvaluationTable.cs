using System.Globalization;
using System.Text.Json;
using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>What a profile predicts for shapes that it was not fitted to, beside what was measured.</summary>
public static class EvaluationTable
{
    public static string Of(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var table = new TextTable(30, 8, 10, 17, 7);
        table.Add("shape", "measured", "predicted", "between", "error");
        foreach (var shape in evaluation.Shapes)
        {
            var predicted = shape.Predicted;
            table.Add(
                shape.Observation.Shape.Name,
                Duration.Of(shape.Observation.Median),
                Duration.Of(predicted.Nanoseconds),
                Duration.Between(predicted) + (shape.IsCovered ? "" : " !"),
                Percent(shape.Error, "+0;-0;0"));
        }

        return table + Summary(evaluation);
    }

    /// <summary>The three figures that say how good it is.</summary>
    public static string Summary(Evaluation evaluation) =>
        $"""
        {evaluation.Shapes.Count} shapes of 5 us or more that the fit has not seen, medians of {Rounds(evaluation.Rounds)}:
        median absolute error {Percent(evaluation.MedianError)}, 90th percentile {Percent(evaluation.NinetiethError)},
        the interval covers {Percent(evaluation.Coverage)}

        """;

    private static string Rounds(int rounds) =>
        rounds < Evaluation.RoundsMin ? $"{rounds} rounds (fewer than the {Evaluation.RoundsMin} that the target asks for)" : $"{rounds} rounds or more";

    private static string Percent(double part, string format = "0.0") => (part * 100).ToString(format, CultureInfo.InvariantCulture) + " %";
}

/// <summary><see cref="EvaluationTable"/> for a machine: <c>ptemu calibrate --evaluate --json</c> (docs/costs.md).</summary>
public static class EvaluationJson
{
    /// <param name="profile">Its name, or the file that it was written to.</param>
    /// <param name="measured">The file of the measurements.</param>
    /// <returns>A line for each shape, and the figures of all of them as the last.</returns>
    public static IEnumerable<string> Of(Evaluation evaluation, string profile, string measured)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        foreach (var shape in evaluation.Shapes) yield return Of(shape);
        yield return JsonSerializer.Serialize(new
        {
            shapes = evaluation.Shapes.Count,
            rounds = evaluation.Rounds,
            median_error = JsonContract.Part(evaluation.MedianError),
            ninetieth_error = JsonContract.Part(evaluation.NinetiethError),
            coverage = JsonContract.Part(evaluation.Coverage),
            profile,
            measured,
        });
    }

    private static string Of(PredictedShape shape) => JsonSerializer.Serialize(new
    {
        shape = shape.Observation.Shape.Name,
        measured_ns = JsonContract.Rounded(shape.Observation.Median),
        model_ns = JsonContract.Rounded(shape.Predicted.Nanoseconds),
        model_ns_low = JsonContract.Rounded(shape.Predicted.Low),
        model_ns_high = JsonContract.Rounded(shape.Predicted.High),
        error = JsonContract.Part(shape.Error),
        is_covered = shape.IsCovered,
        rounds = shape.Observation.Nanoseconds.Count,
    });
}
