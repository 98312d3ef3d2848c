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
