using Emulator.Accounting;
using Emulator.Native;
using Emulator.Notifiers;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>What a fit starts from, and keeps where nothing was measured: the provisional costs, and some that those have within others.</summary>
public static class StartingCosts
{
    private static readonly Cost Trap = new(20_000, "assumed: a trap, and the other CPUs told");

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

    /// <summary>
    /// The same for a machine: under a hypervisor that shadows page tables also what that adds where tables are written. Elsewhere these have no cost, and
    /// a profile that has none is not missing any.
    /// </summary>
    public static CostProfile For(MeasuredOn machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Hypervisor == KernelLog.Pvm
            ? Value.With(KernelFunction.ShadowWrite, Trap).With(KernelFunction.ShadowTable, Trap).With(KernelFunction.ShadowZap, Trap)
            : Value;
    }

    /// <summary>The functions that have a cost, and none in a profile.</summary>
    public static IReadOnlyList<KernelFunction> MissingFrom(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return [.. Value.Costs.Keys.Where(function => !profile.Costs.ContainsKey(function)).Order()];
    }

    /// <summary>A profile with what it misses, as it is assumed here: what nobody gave a cost does not cost nothing.</summary>
    public static CostProfile Complete(CostProfile profile) =>
        MissingFrom(profile).Aggregate(profile, (all, function) => all.With(function, Assumed(Value.Costs[function])));

    /// <summary>The same of the consumers of mmu notifiers, where they are asked for.</summary>
    public static CostProfile CompleteConsumers(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Value.Consumers.Where(one => !profile.Consumers.ContainsKey(one.Key)).Aggregate(profile, (all, one) => all.With(one.Key, one.Value));
    }

    private static Cost Assumed(Cost cost) => cost with { Source = $"not in the profile; assumed: {cost.Source}" };
}
