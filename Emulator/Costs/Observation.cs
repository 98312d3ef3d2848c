using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>A shape as it was measured, beside the calls that the emulator counts for it.</summary>
/// <param name="Nanoseconds">Of each round.</param>
public sealed record Observation(Shape Shape, CallTree Calls, IReadOnlyList<double> Nanoseconds)
{
    public double Median { get; } = Statistics.Median(Nanoseconds);

    /// <summary>Half of the rounds lie within this of the median.</summary>
    public double Deviation { get; } = Statistics.MedianDeviation(Nanoseconds);
}
