using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>A function's part of a predicted time.</summary>
public readonly record struct FunctionCost(KernelFunction Function, long Calls, CostRange Time);
