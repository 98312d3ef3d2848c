namespace Emulator.Tlb;

/// <summary>What CPUs with real TLBs did.</summary>
/// <param name="Tlb">Accesses, and where their translations came from.</param>
/// <param name="Switches">Writes of CR3 that loaded a mm.</param>
/// <param name="StaleHits">Accesses that went through by what the tables did not have any more.</param>
public sealed record HardwareCounts(TlbCounts Tlb, long Switches, long StaleHits, IReadOnlyList<InvalidationCount> ByCause)
{
    private static readonly InvalidationCause[] Causes = Enum.GetValues<InvalidationCause>();

    public static HardwareCounts None { get; } = new(default, 0, 0, new InvalidationCount[Causes.Length]);

    public static HardwareCounts Of(HardwareCpu cpu) =>
        new(cpu.Unit.Counts, cpu.Switches, cpu.StaleHits, [.. Causes.Select(cause => cpu[cause])]);

    public InvalidationCount this[InvalidationCause cause] => ByCause[(int)cause];

    /// <summary>The invalidations that there were.</summary>
    public IEnumerable<(InvalidationCause Cause, InvalidationCount Count)> Invalidations =>
        Causes.Select(cause => (cause, ByCause[(int)cause])).Where(one => !one.Item2.IsEmpty);

    public static HardwareCounts operator +(HardwareCounts a, HardwareCounts b) => new(
        a.Tlb + b.Tlb, a.Switches + b.Switches, a.StaleHits + b.StaleHits, [.. a.ByCause.Zip(b.ByCause, (one, other) => one + other)]);

    public static HardwareCounts operator -(HardwareCounts a, HardwareCounts b) => new(
        a.Tlb - b.Tlb, a.Switches - b.Switches, a.StaleHits - b.StaleHits, [.. a.ByCause.Zip(b.ByCause, (one, other) => one - other)]);
}
