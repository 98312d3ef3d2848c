using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>A shape that was measured beside what a profile predicts for it.</summary>
public sealed record PredictedShape(Observation Observation, CostRange Predicted)
{
    /// <summary>Relative to what was measured; positive: predicted too dear.</summary>
    public double Error => (Predicted.Nanoseconds / Observation.Median) - 1;

    public bool IsCovered => Predicted.Contains(Observation.Median);
}
