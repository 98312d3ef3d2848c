using Emulator.Checks;
using Emulator.Kernel;

namespace Tests.Kernels;

/// <summary>
/// What a CPU could still use although the tables say otherwise. CVE-2021-4002 (Traces/bugs, case 9): until 5.16, munmap of a
/// shared table recorded nothing to flush, and a thread on another CPU went on using the pages.
/// </summary>
public class LeftStaleTests
{
    public static TheoryData<string> Later => ["6.1", "6.2", "6.12", "6.16", "6.19"];

    [Fact]
    public void Munmap_of_a_shared_table_forgets_its_flush_at_5_13()
    {
        using var on = SharedAndUsedOnBothCpus("5.13");
        Assert.Equal(Errno.None, on.Munmap("A", "8G..9G"));
        Assert.Equal((1, 0), (on.Kernel.Tally.Unshared, on.Kernel.Tally.FlushesLocal));
        // On both CPUs: the leaf of 8G, and the entry that names the table.
        var stale = LeftStale.Find(on.Machine, on.Kernel.Probe.Tlb)
            .Select(one => $"CPU {one.Cpu} {one.Mm.Name} {one.Cached.Range} table {one.Cached.IsTable}");
        Assert.Equal(
            ["CPU 0 A 8G..8G+2M table False", "CPU 0 A 8G..9G table True", "CPU 1 A 8G..8G+2M table False", "CPU 1 A 8G..9G table True"],
            stale.Order());
    }

    [Theory]
    [MemberData(nameof(Later))]
    public void And_pays_it_since(string release)
    {
        using var on = SharedAndUsedOnBothCpus(release);
        Assert.Equal(Errno.None, on.Munmap("A", "8G..9G"));
        Assert.Equal((1, 1, 1), (on.Kernel.Tally.Unshared, on.Kernel.Tally.FlushesLocal, on.Kernel.Tally.FlushIpis));
        Assert.Empty(LeftStale.Find(on.Machine, on.Kernel.Probe.Tlb));
    }

    /// <summary>A walk of one's own that detaches and does not flush; the other process, whose table it stays, is not concerned.</summary>
    [Fact]
    public void Registration_that_does_not_flush_leaves_them_too()
    {
        using var on = SharedAndUsedOnBothCpus("6.19", new ActWalk((k, vma) =>
        {
            using var iMmap = k.IMmapLockWrite(vma.File);
            k.HugePmdUnshare(vma, vma.Start, k.HugePteOffset(vma, vma.Start));
        }));
        on.Register("A", "8G..9G");
        Assert.Equal(4, LeftStale.Count(on.Machine, on.Kernel.Probe.Tlb));
        Assert.All(LeftStale.Find(on.Machine, on.Kernel.Probe.Tlb), one => Assert.Equal("A", one.Mm.Name));
    }

    /// <summary>The thread is gone, so the flush sends no interrupt; before A runs there again, the CPU sees that it is behind.</summary>
    [Fact]
    public void What_a_cpu_must_flush_before_it_can_use_it_is_not_stale()
    {
        using var on = SharedAndUsedOnBothCpus("6.19");
        on.Kernel.StopThread(on["A"], 1);
        on.Register("A", "8G..9G");
        Assert.Equal((1, 0), (on.Kernel.Tally.Unshared, on.Kernel.Tally.FlushIpis));
        Assert.Empty(LeftStale.Find(on.Machine, on.Kernel.Probe.Tlb));
        on.Kernel.StartThread(on["A"], 1);
        Assert.Empty(LeftStale.Find(on.Machine, on.Kernel.Probe.Tlb));
    }

    /// <summary>A second mapping stays in the 512G: else the PUD table that is freed would force the flush.</summary>
    private static KernelUnderTest SharedAndUsedOnBothCpus(string release, UnshareWalk? walk = null)
    {
        var on = new KernelUnderTest(release, walk);
        on.Mmap("A", "8G..9G");
        on.Mmap("A", "16G..17G");
        on.Mmap("B", "8G..9G");
        on.Touch("A", "8G");
        on.Touch("B", "8G");
        on.Touch("A", "16G");
        on.Kernel.StartThread(on["A"], 1);
        on.Touch("A", "8G");
        Assert.Empty(LeftStale.Find(on.Machine, on.Kernel.Probe.Tlb));
        return on;
    }
}
