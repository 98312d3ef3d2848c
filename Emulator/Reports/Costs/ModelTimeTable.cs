using Emulator.Experiments;

namespace Emulator.Reports;

/// <summary>The modelled times of <c>ptemu compare</c>, a row a walk: beside the counts they would be too wide for a mail.</summary>
public static class ModelTimeTable
{
    /// <param name="profile">The name of the costs that the times are of.</param>
    public static string Of(IReadOnlyList<WalkRow> rows, string profile)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new TextTable(8, 12, 14);
        table.Add("walk", "kernel time", "between");
        foreach (var row in rows) table.Add(row.Walk.Name, Duration.Of(row.ModelTime.Nanoseconds), Duration.Between(row.ModelTime));
        return $"{table}modelled, with the costs of {profile}\n";
    }
}
