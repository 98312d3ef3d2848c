using System.Globalization;
using System.Text;
using Emulator.Experiments;

namespace Emulator.Reports;

/// <summary>The table of `ptemu compare`: a row a walk.</summary>
public static class ComparisonTable
{
    /// <summary>A column of the interrupts that a walk sends, which depend on who shares: its heading, and a number for each row.</summary>
    public sealed record IpiColumn(string Heading, IReadOnlyList<long> Ipis);

    /// <param name="rows">What the columns but the interrupts are taken from.</param>
    /// <param name="ipis">The interrupt columns, in the order of the rows.</param>
    /// <param name="ipiHeading">Above all interrupt columns.</param>
    public static string Of(IReadOnlyList<WalkRow> rows, IReadOnlyList<IpiColumn> ipis, string ipiHeading)
    {
        var hasTimes = rows.Any(row => row.Time is not null);
        // 72 in all with two interrupt columns and times; a longer heading would widen its column.
        int[] widths = [8, 9, 9, 9, 6, 3, .. ipis.Select(_ => 9), 4, .. hasTimes ? [6] : Array.Empty<int>()];
        var table = new TextTable(widths);
        table.Add(["", "", "lock", "unshare", "un-", "", .. IpiHeadings(ipis, ipiHeading), "lft", .. hasTimes ? ["this"] : Array.Empty<string>()]);
        table.Add(["walk", "lookups", "pairs", "calls", "shrd", "fl",
            .. ipis.Select(ipi => ipi.Heading), "s/t", .. hasTimes ? ["box"] : Array.Empty<string>()]);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            string[] counts = [row.Walk.Name, Text(row.Lookups), Text(row.LockPairs), Text(row.UnshareCalls), Text(row.Unshared), Text(row.Flushes)];
            string[] time = row.Time is { } measured ? [Duration.Of(measured.MedianNs)] : hasTimes ? [""] : [];
            table.Add([.. counts, .. ipis.Select(ipi => Text(ipi.Ipis[i])), $"{row.LeftShared}/{row.LeftStale}", .. time]);
        }

        return table.ToString();
    }

    private static IEnumerable<string> IpiHeadings(IReadOnlyList<IpiColumn> ipis, string heading) =>
        ipis.Select((_, i) => i < ipis.Count - 1 ? "" : heading);

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}

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
