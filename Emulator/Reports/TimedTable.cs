using System.Globalization;
using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>Predicted times beside measured ones, statement by statement: <c>ptemu verify --time</c>.</summary>
public static class TimedTable
{
    private const int TextMax = 44;

    /// <param name="measured">The median of each statement, in the order of the predictions.</param>
    public static string Of(IReadOnlyList<Prediction> predictions, IReadOnlyList<double> measured)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(measured);
        var table = new TextTable(TextMax, 9, 10, 18, 8);
        table.Add("statement", "measured", "predicted", "between", "error");
        foreach (var (prediction, time) in predictions.Zip(measured))
        {
            var statement = prediction.Answer.Statement;
            var text = $"{statement.Line}: {statement.Text}";
            table.Add(
                text.Length < TextMax ? text : text[..(TextMax - 3)] + "...",
                Duration.Of(time),
                Duration.Of(prediction.Time.Nanoseconds),
                Duration.Between(prediction.Time) + (prediction.Time.Contains(time) ? "" : " !"),
                time > 0 ? (100 * ((prediction.Time.Nanoseconds / time) - 1)).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %" : "-");
        }

        return table.ToString();
    }
}
