using Emulator.Accounting;

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
    /// <summary><see cref="Nanoseconds"/> with its interval, from <see cref="RecordedStorm.RunBetween"/>; no interval where nobody asked for it.</summary>
    public CostRange Time { get; init; } = new(Nanoseconds, Nanoseconds, Nanoseconds);

    /// <summary>The functions of the profile that took part in it.</summary>
    public required IReadOnlyList<KernelFunction> Functions { get; init; }
}
