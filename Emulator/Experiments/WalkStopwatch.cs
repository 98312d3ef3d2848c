using System.Diagnostics;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Experiments;

/// <summary>
/// Stands where a registration runs its walk, and measures several there, in turn, on the same tables: before each run the
/// tables are put back as they were. So the walks meet the same memory, the same caches and the same noise.
/// </summary>
/// <param name="budget">For each registration: no round begins after it. At least <see cref="RoundsMin"/> rounds are made.</param>
internal sealed class WalkStopwatch(IReadOnlyList<UnshareWalk> walks, TimeSpan budget) : UnshareWalk
{
    private const int RoundsMin = 4;

    private readonly List<double>[] _rounds = [.. walks.Select(_ => new List<double>())];

    public override string Name => "stopwatch";

    public override string Summary => "measures other walks";

    public override DateOnly Since => default;

    public override bool ServesSplits => false;

    /// <summary>The median of each walk over the second half of the rounds; the first half is for the JIT to warm up.</summary>
    public IReadOnlyList<WalkTime> Times => [.. _rounds.Select(MedianOf)];

    public override void Run<P>(Kernel<P> k, Vma vma)
    {
        var before = new UnshareSnapshot(k.Machine, vma.Mm);
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; round < RoundsMin || Stopwatch.GetElapsedTime(started) < budget; round++)
        {
            for (var i = 0; i < walks.Count; i++)
            {
                before.Restore();
                _rounds[i].Add(Time(walks[i], k, vma));
            }
        }
    }

    public override void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) =>
        throw new EnsureException("a stopwatch serves no split");

    private static double Time<P>(UnshareWalk walk, Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        var started = Stopwatch.GetTimestamp();
        walk.Run(k, vma);
        // In ticks of the clock: a TimeSpan would round to 100 ns.
        return (Stopwatch.GetTimestamp() - started) * (1e9 / Stopwatch.Frequency);
    }

    private static WalkTime MedianOf(List<double> rounds)
    {
        var measured = rounds.Skip(rounds.Count / 2).Order().ToList();
        return measured.Count == 0 ? default : new(measured[measured.Count / 2], measured.Count);
    }
}

/// <summary>How long this program took for a walk with the silent probe, on the machine it ran on.</summary>
/// <param name="MedianNs">Median of the runs, in nanoseconds.</param>
/// <param name="Runs">How many runs, each on the same tables: a snapshot puts them back before it.</param>
public readonly record struct WalkTime(double MedianNs, int Runs);
