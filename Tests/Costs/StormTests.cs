using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Costs;

public class StormTests
{
    private static readonly StormOptions Small = new(Cpus: 24, Children: 40, Gigabytes: 64, Touches: 12);

    private static readonly StormMachine Machine = StormMachine.All[0];

    [Theory]
    [InlineData(24, 40, 64, 12)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(64, 10, 300, 100)]
    public void A_broadcast_for_each_table_is_the_closed_form(int cpus, int children, int gigabytes, int touches)
    {
        var result = Run(new(cpus, children, gigabytes, touches), "6.16");
        Assert.InRange(result.DistinctTables, children, children * Math.Min(touches, gigabytes));
        Assert.Equal(result.DistinctTables * (cpus - 1), result.Ipis);
        Assert.Equal(result.EmulatedIpis, result.Ipis);
    }

    [Fact]
    public void Before_the_fix_there_is_none() => Assert.Equal(0, Run(Small, "6.12").Ipis);

    /// <summary>Since 6.19 an exit sends one for all of its tables, if it was the last to share any of them with the parent.</summary>
    [Theory]
    [InlineData(24, 40, 64, 12)]
    [InlineData(5, 1, 8, 3)]
    [InlineData(64, 10, 300, 100)]
    [InlineData(8, 20, 1, 4)]
    public void A_broadcast_for_each_exit_of_a_last_sharer(int cpus, int children, int gigabytes, int touches)
    {
        var options = new StormOptions(cpus, children, gigabytes, touches);
        var dice = new Dice(options.Seed);
        var touched = Enumerable.Range(0, children).Select(_ => Enumerable.Range(0, touches).Select(_ => dice.Below(gigabytes)).ToHashSet()).ToList();
        var lastSharers = touched.Where((tables, child) => tables.Any(table => !touched.Skip(child + 1).Any(later => later.Contains(table)))).Count();
        var result = Run(options, "6.19");
        Assert.Equal(lastSharers * (cpus - 1), result.Ipis);
        Assert.Equal(result.EmulatedIpis, result.Ipis);
    }

    [Fact]
    public void It_is_the_same_every_time_and_another_with_another_seed()
    {
        var first = Run(Small, "6.16");
        var again = Run(Small, "6.16");
        Assert.Equal(first.Nanoseconds, again.Nanoseconds);
        Assert.Equal(first.Bystander, again.Bystander);
        Assert.NotEqual(first.Nanoseconds, Run(Small with { Seed = 2 }, "6.16").Nanoseconds);
    }

    /// <summary>As the mails of 2025 say: four times as slow, and back with the rework. How much depends on what nobody measured (docs/storm.md).</summary>
    [Fact]
    public void The_regression_of_2025_is_there_and_goes()
    {
        var (before, slow, fixedAgain) = (Run(new(), "6.12"), Run(new(), "6.16"), Run(new(), "6.19"));
        Assert.InRange(slow.Nanoseconds / before.Nanoseconds, 2.5, 8);
        Assert.InRange(fixedAgain.Nanoseconds / before.Nanoseconds, 0.9, 1.1);
        Assert.True(slow.Bystander.Max() > 20 * before.Bystander.Max());
    }

    /// <summary>Alone, nobody waits; and an interrupt costs its sender what the machine says, to the nanosecond.</summary>
    [Fact]
    public void One_child_alone_pays_for_its_broadcasts_and_nothing_else()
    {
        var alone = new StormOptions(Cpus: 11, Children: 1, Gigabytes: 1, Touches: 1) { BystanderPauseNs = 1e9 };
        var broadcast = (10 * Machine.IpiSend.Nanoseconds) + Machine.IpiLatency.Nanoseconds + Machine.IpiHandle.Nanoseconds + Machine.CsdCall.Nanoseconds;
        Assert.Equal(broadcast, Run(alone, "6.16").LongestStallNs, 0.01);
        Assert.Equal(0, Run(alone, "6.12").LongestStallNs);
    }

    /// <summary>The ends are those of the costs: known ones give a point, and a storm with every cost at its low end takes just the low time.</summary>
    [Fact]
    public void The_ends_are_storms_with_every_cost_at_its_end()
    {
        var between = new CountedStorm(Small, Release("6.16")).RunBetween(Profile, Machine);
        Assert.Equal(Run(Small, "6.16").Nanoseconds, between.Time.Nanoseconds);
        Assert.Equal(TimeOf(range => range.Low), between.Time.Low, 1.0);
        Assert.Equal(TimeOf(range => range.High), between.Time.High, 1.0);
        Assert.True(between.Time.Low < 0.9 * between.Time.Nanoseconds && between.Time.High > 1.1 * between.Time.Nanoseconds);
        var (costs, machine) = Known(range => range.Nanoseconds);
        var known = new CountedStorm(Small, Release("6.16")).RunBetween(costs, machine).Time;
        Assert.Equal((between.Time.Nanoseconds, known.Nanoseconds, known.Nanoseconds), (known.Nanoseconds, known.Low, known.High));

        double TimeOf(Func<CostRange, double> end)
        {
            var (costs, machine) = Known(end);
            return new CountedStorm(Small, Release("6.16")).Run(costs, machine).Nanoseconds;
        }
    }

    /// <summary>What tasks do hangs on no cost: so a recording that other costs have timed before is timed as a new one, to the bit.</summary>
    [Theory]
    [InlineData("6.12")]
    [InlineData("6.16")]
    public void A_recording_is_timed_by_any_costs(string release)
    {
        var free = new CostProfile("free", Profile.Costs.ToDictionary(pair => pair.Key, _ => new Cost(0, "nothing") { Low = 0, High = 0 }));
        var guest = StormMachine.All[1];
        var storm = new CountedStorm(Small, Release(release));
        (CostProfile, StormMachine)[] all = [(free, guest), (Profile, guest), (ProvisionalProfile.Value, Machine), (Profile, Machine)];
        foreach (var (costs, machine) in all)
        {
            var fresh = new CountedStorm(Small, Release(release)).RunBetween(costs, machine);
            var again = storm.RunBetween(costs, machine);
            Assert.Equal((fresh.Time, fresh.Ipis, fresh.LongestStallNs), (again.Time, again.Ipis, again.LongestStallNs));
            Assert.Equal(fresh.Bystander, again.Bystander);
        }

        Assert.NotEqual(storm.Run(Profile, Machine).Nanoseconds, storm.Run(ProvisionalProfile.Value, Machine).Nanoseconds);
        Assert.Empty(storm.FunctionsOf(new("none", new Dictionary<KernelFunction, Cost>())));
        Assert.Contains(KernelFunction.Fork, storm.FunctionsOf(Profile));
    }

    /// <summary>The steps of work are calls in their order, and what they take adds up in it.</summary>
    [Fact]
    public void Work_is_calls_whatever_they_cost()
    {
        var works = new StormWork();
        var lookups = works.After(StormWork.None, KernelFunction.HugePteOffset, 3);
        var both = works.After(lookups, KernelFunction.Fork, 1);
        Assert.Equal(both, works.After(works.After(StormWork.None, KernelFunction.HugePteOffset, 3), KernelFunction.Fork, 1));
        Assert.NotEqual(both, works.After(StormWork.None, KernelFunction.Fork, 1));
        var (lookup, fork) = (Profile.ShareOf(KernelFunction.HugePteOffset), Profile.ShareOf(KernelFunction.Fork));
        Assert.Equal((3 * lookup.Low) + fork.Low, works.TimesBy(Profile, range => range.Low)[both]);
        Assert.Equal(0, works.TimesBy(Profile, range => range.High)[StormWork.None]);
    }

    [Fact]
    public void Locks_are_held_one_writer_at_a_time()
    {
        var result = Run(new(), "6.16");
        var iMmap = Use(result, StateKind.IMmapLock);
        Assert.InRange(iMmap.HeldNs, 1, result.Nanoseconds);
        Assert.True(iMmap.WaitedNs > 0 && iMmap.LongestWaitNs <= iMmap.WaitedNs);
        Assert.Equal(0, Use(result, StateKind.MmapLock).WaitedNs);
    }

    [Fact]
    public void Who_has_most_to_do_with_it_is_named_first()
    {
        var few = new StormOptions(Cpus: 24, Children: 10, Gigabytes: 16, Touches: 5);
        CountedStorm[] storms = [.. ((string[])["6.12", "6.16", "6.19"]).Select(release => new CountedStorm(few, Release(release)))];
        var found = StormSensitivity.Of(storms, Profile, Machine, 3, _ => { });
        Assert.Equal(3, found.Count);
        Assert.Equal(found.Select(one => one.Swing).OrderDescending(), found.Select(one => one.Swing));
        Assert.Contains(found, one => one is { Name: "dup_mmap" } && one.Half[0] > one.Double[0]);
        Assert.All(found, one => Assert.Equal((2, 2), (one.Half.Count, one.Double.Count)));
        // The same cost is not worth a word where somebody knows it.
        var known = Profile.With(KernelFunction.Fork, new(500_000, "known") { Low = 499_999, High = 500_001 });
        Assert.DoesNotContain(StormSensitivity.Of(storms, known, Machine, 3, _ => { }), one => one.Name == "dup_mmap");
        // And one that was fitted is, if its interval is wide.
        var wide = Profile.Costs[KernelFunction.TlbRemoveTableSyncOne] with { Low = 0, High = 1_000_000 };
        Assert.Contains(
            StormSensitivity.Of(storms, Profile.With(KernelFunction.TlbRemoveTableSyncOne, wide), Machine, 1, _ => { }),
            one => one.Name == "tlb_remove_table_sync_one");
    }

    /// <summary>dup_mmap works under mmap_lock, hugetlb_fault under its mutex; each fork and fault holds them for so long at least.</summary>
    [Fact]
    public void A_function_works_under_the_lock_that_it_takes_first()
    {
        var result = Run(Small, "6.12");
        Assert.InRange(Use(result, StateKind.MmapLock).HeldNs, Small.Children * Profile.NanosecondsOf(KernelFunction.Fork), double.MaxValue);
        Assert.InRange(
            Use(result, StateKind.FaultMutex).HeldNs, Small.Children * Small.Touches * Profile.NanosecondsOf(KernelFunction.HugetlbFault), double.MaxValue);
        // The long way of an exit is not under i_mmap_rwsem.
        Assert.InRange(Use(result, StateKind.IMmapLock).HeldNs, 1, Small.Children * Profile.NanosecondsOf(KernelFunction.Exit));
    }

    [Fact]
    public void Memory_that_is_needed_grows_with_what_is_recorded()
    {
        Assert.InRange(StormMemory.Of(new()).Bytes, 100ul << 20, 500ul << 20);
        Assert.InRange(StormMemory.Of(new(1024, 10_000, 16_384, 10_000)).Bytes, 50ul << 30, 200ul << 30);
        Assert.InRange(StormMemory.Of(new(), kept: 2).Bytes - StormMemory.Of(new()).Bytes, 10ul << 20, 20ul << 20);
    }

    internal static CostProfile Profile => CalibrationTests.Profile;

    internal static LinuxKernel Release(string name) => LinuxKernels.Named(name)!;

    /// <summary>Costs that are sure, each at an end of what it was.</summary>
    private static (CostProfile, StormMachine) Known(Func<CostRange, double> end)
    {
        var costs = Profile.Costs.ToDictionary(pair => pair.Key, pair => Sure(end(Profile.ShareOf(pair.Key))));
        var machine = Machine.Costs.Aggregate(
            Machine, (all, one) => all.With(one.Name, Sure(end(new(one.Cost.Nanoseconds, one.Cost.Low, one.Cost.High))))!);
        return (new("known", costs), machine);

        static Cost Sure(double nanoseconds) => new(nanoseconds, "known") { Low = nanoseconds, High = nanoseconds };
    }

    private static StormResult Run(StormOptions options, string release) => new CountedStorm(options, Release(release)).Run(Profile, Machine);

    private static StormLockUse Use(StormResult result, StateKind kind) => result.Locks.First(use => use.Kind == kind);
}
