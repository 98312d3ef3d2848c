namespace Emulator.Accounting;

/// <summary>A consumer's part of a modelled time.</summary>
/// <param name="Parts">Its times, in the order of <see cref="ConsumerCost.PartNames"/>.</param>
public sealed record ConsumerTime(string Consumer, ConsumerWork Work, IReadOnlyList<CostRange> Parts)
{
    public CostRange All => Parts.Aggregate(new CostRange(), (sum, part) => sum + part);
}
