using Emulator.Accounting;
using Emulator.Experiments;
using Emulator.Probes;

namespace Emulator.Reports;

/// <summary>The calls of a walk and a cost profile as a flame graph of model time: a pure function of both, so the same bytes everywhere.</summary>
public static class FlameReport
{
    /// <param name="profile">The one that the row's times are of.</param>
    public static FlameFrame Of(WalkRow row, CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(row);
        var calls = row.Calls.SelectMany(tree => Stacks(tree.Root, [], profile));
        return FlameFrame.Build(calls.Concat(row.Consumers.SelectMany(Stacks)), row.Walk.Name);
    }

    /// <summary>What stands above the graph: how its widths were come by, and all of it with the interval.</summary>
    public static string Subtitle(WalkRow row, CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(profile);
        var told = row.Consumers.Count > 0 ? $", told: {string.Join(", ", row.Consumers.Select(one => one.Consumer))}" : "";
        return $"model time (counts x costs, no samples); {Duration.Of(row.ModelTime)}; {profile.Name}{told}";
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

    /// <summary>A consumer stands beside the functions: which of them told it is not counted.</summary>
    private static IEnumerable<FlameStack> Stacks(ConsumerTime consumer) =>
        consumer.Parts.Select(part => new FlameStack([$"notifier of {consumer.Consumer}", part.Name], part.Calls, part.Time.Nanoseconds));
}
