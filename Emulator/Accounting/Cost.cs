namespace Emulator.Accounting;

/// <summary>The cost of one call.</summary>
/// <param name="Nanoseconds">Of the function itself, without what it calls.</param>
/// <param name="Source">Where the number comes from: measured, derived from what was measured, or assumed, and why.</param>
public sealed record Cost(double Nanoseconds, string Source);
