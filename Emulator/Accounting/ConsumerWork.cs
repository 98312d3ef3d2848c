namespace Emulator.Accounting;

/// <summary>What a consumer of mmu notifiers had to do: the counts that <see cref="ConsumerCost"/> has a cost for.</summary>
/// <param name="Told">Calls that told it of a range or a flush.</param>
/// <param name="Invalidations">Those in which it dropped anything.</param>
/// <param name="Entries">What it dropped, in entries of its own size.</param>
public readonly record struct ConsumerWork(long Told, long Invalidations, long Entries)
{
    /// <summary>In the order of <see cref="ConsumerCost.PartNames"/>.</summary>
    public IReadOnlyList<long> Parts => [Told, Invalidations, Entries];

    public static ConsumerWork operator +(ConsumerWork one, ConsumerWork other) =>
        new(one.Told + other.Told, one.Invalidations + other.Invalidations, one.Entries + other.Entries);
}
