using System.Text.Json;
using Emulator.Costs;

namespace Emulator.Reports;

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
