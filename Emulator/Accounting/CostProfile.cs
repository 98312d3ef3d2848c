namespace Emulator.Accounting;

/// <summary>What each function costs by itself, without its callees, on one machine: every number with its source.</summary>
public sealed class CostProfile(string name, IReadOnlyDictionary<KernelFunction, Cost> costs)
{
    public string Name => name;

    public IReadOnlyDictionary<KernelFunction, Cost> Costs => costs;

    /// <summary>Nanoseconds of one call, callees not included; 0 for what has no cost of its own.</summary>
    public double NanosecondsOf(KernelFunction function) => costs.TryGetValue(function, out var cost) ? cost.Nanoseconds : 0;

    /// <summary>Nanoseconds of all calls of a tree.</summary>
    public double NanosecondsOf(CallTree calls) => NanosecondsBelow(calls.Root);

    private double NanosecondsBelow(CallTree.Node node) =>
        node.Children.Sum(child => (child.Calls * NanosecondsOf(child.Function)) + NanosecondsBelow(child));
}
