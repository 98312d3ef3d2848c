namespace Emulator.Accounting;

/// <summary>
/// A time of the model in nanoseconds, and between what it should be on the machine of the profile: <c>model_ns</c>, <c>model_ns_low</c>,
/// <c>model_ns_high</c> of the output contract. What it means: docs/costs.md, "The interval".
/// </summary>
public readonly record struct CostRange(double Nanoseconds, double Low, double High)
{
    public static CostRange operator +(CostRange one, CostRange other) =>
        new(one.Nanoseconds + other.Nanoseconds, one.Low + other.Low, one.High + other.High);

    /// <summary>So many of them, each as far off as the others.</summary>
    public static CostRange operator *(CostRange one, long times) => new(one.Nanoseconds * times, one.Low * times, one.High * times);

    /// <summary>How far it is off from what was measured, relative to that; positive: too dear.</summary>
    public double ErrorAgainst(double measured) => (Nanoseconds / measured) - 1;

    public bool Contains(double nanoseconds) => Low <= nanoseconds && nanoseconds <= High;
}
