namespace Emulator.Reports;

/// <summary>
/// Two graphs of <see cref="FlameReport"/>, stack by stack: what each takes in one and in the other, the largest difference first.
/// </summary>
public static class FlameDifference
{
    /// <summary>A stack: its names above the root's, and its own time in both.</summary>
    public readonly record struct Row(string Stack, double BeforeNs, double AfterNs)
    {
        public double DifferenceNs => AfterNs - BeforeNs;
    }

    public static IReadOnlyList<Row> Of(FlameFrame before, FlameFrame after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (first, second) = (TimesOf(before), TimesOf(after));
        return [.. first.Keys.Union(second.Keys)
            .Select(stack => new Row(stack, first.GetValueOrDefault(stack), second.GetValueOrDefault(stack)))
            .Where(row => row.BeforeNs > 0 || row.AfterNs > 0)
            .OrderByDescending(row => Math.Abs(row.DifferenceNs))
            .ThenBy(row => row.Stack, StringComparer.Ordinal)];
    }

    /// <summary>As a plain table.</summary>
    public static string TextOf(IReadOnlyList<Row> rows, string before, string after)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new TextTable(60, 9, 9, 11);
        table.Add("stack", before, after, "difference");
        foreach (var row in rows)
        {
            table.Add(row.Stack, Duration.Of(row.BeforeNs), Duration.Of(row.AfterNs), Signed(row.DifferenceNs));
        }

        return table.ToString();
    }

    private static string Signed(double nanoseconds) =>
        nanoseconds == 0 ? "0ns" : (nanoseconds < 0 ? "-" : "+") + Duration.Of(Math.Abs(nanoseconds));

    private static Dictionary<string, double> TimesOf(FlameFrame root) =>
        root.Stacks().ToDictionary(stack => string.Join(';', stack.Names), stack => stack.Ns);
}
