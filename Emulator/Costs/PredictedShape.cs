using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>A shape that was measured beside what a profile predicts for it.</summary>
public sealed record PredictedShape(Observation Observation, CostRange Predicted)
{
    public double Error => Predicted.ErrorAgainst(Observation.Median);

    public bool IsCovered => Predicted.Contains(Observation.Median);
}
