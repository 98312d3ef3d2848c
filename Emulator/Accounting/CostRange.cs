namespace Emulator.Accounting;

/// <summary>A time of the model, and between what it should be on the machine of the profile.</summary>
public readonly record struct CostRange(double Nanoseconds, double Low, double High)
{
    public static CostRange operator +(CostRange one, CostRange other) =>
        new(one.Nanoseconds + other.Nanoseconds, one.Low + other.Low, one.High + other.High);

    public bool Contains(double nanoseconds) => Low <= nanoseconds && nanoseconds <= High;
}
