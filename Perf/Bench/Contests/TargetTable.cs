using System.Text.Json;
using Emulator.Reports;

namespace Perf.Bench;

/// <summary>The rows of <c>ptemu bench --reference</c> that have a target, short enough for the README: a work and its reference once.</summary>
public static class TargetTable
{
    internal const string Legend =
        "ratio: how many times as fast as the reference; of several sizes the one that\nis furthest from its target. !: below the target.\n";

    /// <summary>Made from the lines of <c>--json</c>: what they were measured on, the table, and what it means; no line longer than 80.</summary>
    public static string TextOf(IEnumerable<string> jsonLines)
    {
        var rows = jsonLines.Select(line => JsonSerializer.Deserialize<RatioRow>(line)!).ToList();
        var table = new TextTable(20, 14, 10, 21, 6, 7);
        table.Add("work", "size", "ours", "reference", "ratio", "target");
        foreach (var same in rows.Where(row => row.Target is not null).GroupBy(row => (row.Work, row.Reference)))
        {
            var row = same.MinBy(row => row.Ratio / row.Target)!;
            table.Add(row.Work, row.Size, ReferenceTable.TimeOf(row.OursNs), Short(row.Reference), ReferenceTable.RatioOf(row), ReferenceTable.TargetOf(row));
        }

        return $"{string.Join("\n", Machine(rows[0].Machine))}\n\n{table}{Legend}";
    }

    /// <summary>In two lines, where the commit does not fit into one of 80.</summary>
    private static string[] Machine(string text)
    {
        var last = text.LastIndexOf("; ", StringComparison.Ordinal);
        return text.Length <= 80 ? [text] : [text[..(last + 1)], text[(last + 2)..]];
    }

    private static string Short(string reference) => reference
        .Replace(" scan, one array", ", one array", StringComparison.Ordinal)
        .Replace(" scan, list of tables", ", list", StringComparison.Ordinal)
        .Replace("this kernel's ", "", StringComparison.Ordinal);
}
