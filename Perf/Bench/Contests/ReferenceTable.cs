using System.Text.Json;
using Emulator.Reports;

namespace Perf.Bench;

/// <summary>The rows of <c>ptemu bench --reference</c> as a table for a person or a document.</summary>
public static class ReferenceTable
{
    internal const string Legend =
        "ratio: how many times as fast as the reference; medians of the rounds, all in\nturn, in processor time. !: below the target.\n";

    /// <summary>Made from the lines of <c>--json</c>: what they were measured on, the table, and what it means.</summary>
    public static string TextOf(IEnumerable<string> jsonLines)
    {
        var rows = jsonLines.Select(line => JsonSerializer.Deserialize<RatioRow>(line)!).ToList();
        return $"{rows[0].Machine}\n\n{TextOf(rows)}{Legend}";
    }

    internal static string TextOf(IReadOnlyList<RatioRow> rows)
    {
        var table = new TextTable(20, 34, 6, 12, 12, 8, 8);
        table.Add("work", "reference", "size", "ours", "reference", "ratio", "target");
        foreach (var row in rows)
        {
            var rate = row.Bytes is { } bytes ? $" ({bytes / row.OursNs:0.0} GB/s)" : "";
            var ours = TimeOf(row.OursNs) + (row.Tables is { } tables ? $" ({row.OursNs / tables:0.00} ns a table)" : rate);
            table.Add(row.Work, row.Reference, row.Size, ours, TimeOf(row.ReferenceNs), RatioOf(row), TargetOf(row));
        }

        return table.ToString();
    }

    internal static string RatioOf(RatioRow row) => row.Ratio.ToString(row.Ratio < 10 ? "0.00" : "0.0");

    internal static string TargetOf(RatioRow row) => row.Target is { } wanted ? $"{wanted:0.##}{(row.IsMet == true ? "" : " !")}" : "-";

    internal static string TimeOf(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{nanoseconds:0.0} ns",
        < 1e6 => $"{nanoseconds / 1e3:0.00} us",
        _ => $"{nanoseconds / 1e6:0.00} ms",
    };
}
