using System.Globalization;
using Emulator.Costs;

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
