using System.Globalization;
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
