using Emulator.Accounting;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>What a storm came to.</summary>
/// <param name="Nanoseconds">Until the last child was gone.</param>
/// <param name="Ipis">Interrupts that the simulation sent by broadcasts.</param>
/// <param name="EmulatedIpis">The same as the emulator counts them.</param>
/// <param name="DistinctTables">
/// 1G ranges that a child touched, over all children: times CPUs - 1 they are the closed form for a release with a broadcast for each.
/// </param>
/// <param name="LongestStallNs">The longest that any task waited at one time, for a lock or for other CPUs.</param>
/// <param name="Bystander">
/// The latency of each page fault of a process that only maps the same file, during the storm; none if the storm was over before the first.
/// </param>
public sealed record StormResult(
    double Nanoseconds,
    long Ipis,
    long EmulatedIpis,
    long DistinctTables,
    double LongestStallNs,
    IReadOnlyList<double> Bystander,
    IReadOnlyList<StormLockUse> Locks)
{
    /// <summary><see cref="Nanoseconds"/> with its interval, from <see cref="CountedStorm.RunBetween"/>; no interval where nobody asked for it.</summary>
    public CostRange Time { get; init; } = new(Nanoseconds, Nanoseconds, Nanoseconds);

    /// <summary>The functions of the profile that took part in it.</summary>
    public required IReadOnlyList<KernelFunction> Functions { get; init; }
}

/// <summary>A cost that takes part in a storm and is not sure: of a function, or of the machine.</summary>
internal sealed record StormUnsure(string Name, Cost Cost, KernelFunction? Function)
{
    /// <summary>All whose interval is not a point.</summary>
    internal static IEnumerable<StormUnsure> Of(CostProfile profile, StormMachine machine, IReadOnlySet<KernelFunction> functions) =>
        machine.Costs.Select(one => new StormUnsure(one.Name, one.Cost, null))
            .Concat(profile.Costs
                .Where(pair => functions.Contains(pair.Key) && !CountedStorm.IsSimulated(pair.Key))
                .OrderBy(pair => pair.Key)
                .Select(pair => new StormUnsure(pair.Key.CName(), pair.Value, pair.Key)))
            .Where(one => one.Cost.High > one.Cost.Low);

    /// <summary>The same costs with another value of this one.</summary>
    internal (CostProfile Profile, StormMachine Machine) At(double nanoseconds, CostProfile profile, StormMachine machine)
    {
        var other = Cost with { Nanoseconds = nanoseconds };
        return Function is { } function ? (profile.With(function, other), machine) : (profile, machine.With(Name, other)!);
    }
}

/// <summary>A cost of a machine, by the name that <c>--set</c> takes, and what it is of.</summary>
public sealed record StormCost(string Name, string Meaning, Cost Cost);
