using Emulator.Kernel;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Walks;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Walks;

/// <summary>
/// pud-scan against 6.19, whose walk it does in bulk: on two machines with the same history, every byte of every table and
/// the count of every function (not only those of the oracle) are equal.
/// </summary>
public class PudScanTests
{
    private static readonly UnshareWalk Step = WalkCatalog.Find("6.19")!;
    private static readonly UnshareWalk Scan = WalkCatalog.Find("pud-scan")!;

    [Fact]
    public void All_worlds_of_4_puds_end_in_the_same_bytes_and_counts()
    {
        using var step = new WorldMachine(LinuxKernels.Default.With(Step));
        using var scan = new WorldMachine(LinuxKernels.Default.With(Scan));
        foreach (var world in PudWorld.All)
        {
            foreach (var registration in Registration.All)
            {
                var (start, end) = registration.In(world);
                step.Build(world);
                scan.Build(world);
                Assert.Equal(step.Register(start, end), scan.Register(start, end));
                if (Difference(step, scan) is { } what) Assert.Fail($"{world}, {registration}: {what}");
                step.TearDown();
                scan.TearDown();
            }
        }
    }

    /// <summary>
    /// Up to hundreds of 1Gs in random states, from anywhere in a cache line of entries to anywhere in another, over up to
    /// three PUD tables.
    /// </summary>
    [Fact]
    public void Long_random_mappings_too()
    {
        var worlds =
            from start in Gen.Choose(0, 1100)
            from length in Gen.Frequency((3, Gen.Choose(1, 40)), (1, Gen.Choose(500, 620)))
            from density in Gen.Choose(0, 100)
            from seed in Gen.Choose(0, int.MaxValue)
            select (Start: start, Length: length, Density: density, Seed: seed);
        Prop.ForAll(worlds.ToArbitrary(), world =>
        {
            using var step = new LongWorld(Step, world.Start, world.Length, world.Density, world.Seed);
            using var scan = new LongWorld(Scan, world.Start, world.Length, world.Density, world.Seed);
            return step.Outcome.SequenceEqual(scan.Outcome) && step.Unshared == scan.Unshared && step.Unshared == step.SharedAtFirst;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static string? Difference(WorldMachine step, WorldMachine scan)
    {
        if (!step.Kernel.Probe.All.SequenceEqual(scan.Kernel.Probe.All)) return "some function is called more or less often";
        var (a, b) = (step.Machine.Arena, scan.Machine.Arena);
        if (a.PeakTables != b.PeakTables || a.LiveTables != b.LiveTables) return "more or fewer tables live";
        // The arenas had the same history, so frame n is the same table in both: compare all that were ever handed out.
        for (var frame = 1UL; a.IsFrame(new(frame << 12)); frame++)
        {
            var table = new PhysAddr(frame << 12);
            if (!a.TableAt<Pmd>(table).Entries.SequenceEqual(b.TableAt<Pmd>(table).Entries)) return $"frame {frame} differs";
            if (a.Info(table).ShareCount != b.Info(table).ShareCount) return $"the share count of frame {frame} differs";
        }

        return null;
    }
}
