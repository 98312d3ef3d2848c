namespace Emulator.Accounting;

/// <summary>
/// What a consumer of mmu notifiers takes inside the calls that tell it, beside what the kernel takes with no consumer there.
/// </summary>
/// <param name="Told">A call that tells it of a range or of a flush, with its end: what it takes where it holds nothing of that.</param>
/// <param name="Invalidation">More, once in each call in which it drops anything: its own flush, and the wait for it.</param>
/// <param name="Entry">More, for each entry that it drops, of its own size.</param>
public sealed record ConsumerCost(Cost Told, Cost Invalidation, Cost Entry)
{
    /// <summary>The names of the parts in a profile, in this order.</summary>
    public static IReadOnlyList<string> PartNames { get; } = ["told", "invalidation", "entry"];

    public IReadOnlyList<Cost> Parts => [Told, Invalidation, Entry];

    /// <param name="parts">In the order of <see cref="PartNames"/>.</param>
    public static ConsumerCost Of(IReadOnlyList<Cost> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new(parts[0], parts[1], parts[2]);
    }
}

/// <summary>What one of <see cref="ConsumerCost"/>'s parts took.</summary>
public readonly record struct ConsumerPart(string Name, long Calls, CostRange Time);

/// <summary>A consumer's part of a modelled time.</summary>
/// <param name="Parts">In the order of <see cref="ConsumerCost.PartNames"/>; none if the profile does not have the consumer.</param>
public sealed record ConsumerTime(string Consumer, ConsumerWork Work, IReadOnlyList<ConsumerPart> Parts)
{
    public CostRange All => Parts.Aggregate(new CostRange(), (sum, part) => sum + part.Time);
}

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
