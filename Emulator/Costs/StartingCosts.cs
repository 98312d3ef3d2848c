using Emulator.Accounting;
using Emulator.Notifiers;

namespace Emulator.Costs;

/// <summary>What a fit starts from, and keeps where nothing was measured: the provisional costs, and some that those have within others.</summary>
public static class StartingCosts
{
    public static CostProfile Value { get; } = new(
        "starting costs",
        new Dictionary<KernelFunction, Cost>(ProvisionalProfile.Value.Costs)
        {
            [KernelFunction.TableMiss] = new(80, "assumed: one line from memory"),
            [KernelFunction.TlbRemoveTableSyncOne] = new(1000, "assumed: preparing a broadcast"),
            [KernelFunction.HugePmdShare] = new(100, "assumed: the search for a VMA to share with"),
            [KernelFunction.FlushTlbMmRange] = new(300, "assumed: what a flush costs beside the flush"),
        })
    {
        Consumers = ConsumerCatalog.All.DistinctBy(consumer => consumer.Name).ToDictionary(consumer => consumer.Name, consumer => consumer.Cost),
    };

    /// <summary>The functions that have a cost, and none in a profile.</summary>
    public static IReadOnlyList<KernelFunction> MissingFrom(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return [.. Value.Costs.Keys.Where(function => !profile.Costs.ContainsKey(function)).Order()];
    }

    /// <summary>A profile with what it misses, as it is assumed here: what nobody gave a cost does not cost nothing.</summary>
    public static CostProfile Complete(CostProfile profile) =>
        CompleteConsumers(MissingFrom(profile).Aggregate(profile, (all, function) => all.With(function, Assumed(Value.Costs[function]))));

    /// <summary>The same of consumers alone: of those nobody has measured any, here or there.</summary>
    public static CostProfile CompleteConsumers(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Value.Consumers.Where(one => !profile.Consumers.ContainsKey(one.Key)).Aggregate(profile, (all, one) => all.With(one.Key, one.Value));
    }

    private static Cost Assumed(Cost cost) => cost with { Source = $"not in the profile; assumed: {cost.Source}" };
}
