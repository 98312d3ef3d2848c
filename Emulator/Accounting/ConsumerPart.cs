namespace Emulator.Accounting;

/// <summary>What one of <see cref="ConsumerCost"/>'s parts took.</summary>
public readonly record struct ConsumerPart(string Name, long Calls, CostRange Time);
