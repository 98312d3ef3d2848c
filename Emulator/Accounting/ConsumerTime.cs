namespace Emulator.Accounting;

/// <summary>A consumer's part of a modelled time.</summary>
/// <param name="Parts">In the order of <see cref="ConsumerCost.PartNames"/>; none if the profile does not have the consumer.</param>
public sealed record ConsumerTime(string Consumer, ConsumerWork Work, IReadOnlyList<ConsumerPart> Parts)
{
    public CostRange All => Parts.Aggregate(new CostRange(), (sum, part) => sum + part.Time);
}
