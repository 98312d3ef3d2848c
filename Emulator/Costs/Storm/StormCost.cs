using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>A cost of a machine, by the name that <c>--set</c> takes, and what it is of.</summary>
public sealed record StormCost(string Name, string Meaning, Cost Cost);
