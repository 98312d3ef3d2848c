using Emulator.Accounting;

namespace Emulator.Reports;

/// <summary>Calls and a cost profile as a flame graph of model time: a pure function of both, so the same bytes everywhere.</summary>
public static class FlameReport
{
    /// <param name="rootName">The frame below all others: the walk.</param>
    public static FlameFrame Of(IEnumerable<CallTree> calls, CostProfile profile, string rootName) =>
        FlameFrame.Build(calls.SelectMany(tree => Stacks(tree.Root, [], profile)), rootName);

    /// <summary>What stands above the graph: how its widths were come by, and all of it with the interval.</summary>
    public static string Subtitle(IEnumerable<CallTree> calls, CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var time = calls.Aggregate(new CostRange(), (sum, tree) => sum + profile.RangeOf(tree));
        return $"model time (counts x costs, no samples); {Duration.Of(time)}; {profile.Name}";
    }

    private static IEnumerable<FlameStack> Stacks(CallTree.Node node, string[] above, CostProfile profile)
    {
        foreach (var child in node.Children)
        {
            string[] names = [.. above, child.Function.CName()];
            yield return new(names, child.Calls, child.Calls * profile.NanosecondsOf(child.Function));
            foreach (var stack in Stacks(child, names, profile)) yield return stack;
        }
    }
}
