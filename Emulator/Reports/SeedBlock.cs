namespace Emulator.Reports;

/// <summary>One state with a row for each walk, and the interrupts of each with three sharers.</summary>
public sealed record SeedBlock(SeedState State, IReadOnlyList<WalkRow> Rows, IReadOnlyList<long> IpisOfThree)
{
    public string Table() => ComparisonTable.Of(
        Rows, [new("3 shar.", IpisOfThree), new("2 shar.", [.. Rows.Select(row => row.Ipis)])], "IPIs for");
}
