using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>How right a profile is for shapes that its fit had not seen.</summary>
public sealed class Evaluation
{
    /// <summary>Shorter ones are the clock's and the cache's more than the model's.</summary>
    private const double NanosecondsMin = 5000;

    /// <summary>A median of fewer is not sure enough to judge a profile by.</summary>
    public const int RoundsMin = 31;

    public Evaluation(CostProfile profile, IEnumerable<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Shapes = [.. observations.Where(one => one.Median >= NanosecondsMin).Select(one => new PredictedShape(one, profile.RangeOf(one.Calls)))];
    }

    public IReadOnlyList<PredictedShape> Shapes { get; }

    /// <summary>How often each of them was measured, at least.</summary>
    public int Rounds => Shapes.Min(shape => shape.Observation.Nanoseconds.Count);

    public double MedianError => Statistics.Median(Errors);

    public double NinetiethError => Statistics.Quantile(Errors, 0.9);

    public double Coverage => Shapes.Average(shape => shape.IsCovered ? 1.0 : 0);

    private IEnumerable<double> Errors => Shapes.Select(shape => Math.Abs(shape.Error));
}

/// <summary>A shape that was measured beside what a profile predicts for it.</summary>
public sealed record PredictedShape(Observation Observation, CostRange Predicted)
{
    public double Error => Predicted.ErrorAgainst(Observation.Median);

    public bool IsCovered => Predicted.Contains(Observation.Median);
}
