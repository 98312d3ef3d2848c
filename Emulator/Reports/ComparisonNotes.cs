using System.Text;

namespace Emulator.Reports;

/// <summary>What a row of counts does not say: registrations that were refused, and what a walk did that must never be.</summary>
public static class ComparisonNotes
{
    /// <summary>A line each, none where there is nothing to say.</summary>
    public static string Of(IReadOnlyList<WalkRow> rows)
    {
        var text = new StringBuilder();
        foreach (var group in rows.Where(row => row.Refused.Count > 0).GroupBy(row => string.Join(", ", row.Refused)))
        {
            text.Append($"a registration was refused: {group.Key} ({Names(group)})\n");
        }

        foreach (var group in rows.SelectMany(row => row.Violations.Select(one => (row, one))).GroupBy(pair => pair.one))
        {
            text.Append($"{Names(group.Select(pair => pair.row))}: {group.Key.Check}: {group.Key.What}\n");
        }

        return text.ToString();
    }

    private static string Names(IEnumerable<WalkRow> rows) => string.Join(", ", rows.Select(row => row.Walk.Name));
}
