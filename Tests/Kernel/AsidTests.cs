using Emulator.Checks;

namespace Tests.Kernels;

/// <summary>Several processes on one CPU: what it keeps of those that are not loaded, and when it drops it.</summary>
public class AsidTests
{
    [Fact]
    public void The_seventh_process_flushes_what_the_first_had_cached()
    {
        using var on = new KernelUnderTest();
        foreach (var process in "ABCDEF".Select(name => $"{name}"))
        {
            on.Mmap(process, "8G..9G");
            on.Touch(process, "8G");
        }

        Assert.Equal(["A", "B", "C", "D", "E", "F"], Cached(on));
        on.Mmap("G", "8G..9G");
        Assert.Equal(["B", "C", "D", "E", "F"], Cached(on));
        on.Touch("G", "8G");
        Assert.Equal(["B", "C", "D", "E", "F", "G"], Cached(on));
        // A comes back into the next slot in turn, B's.
        on.Touch("A", "8G");
        Assert.Equal(["A", "C", "D", "E", "F", "G"], Cached(on));
    }

    /// <summary>Two threads take turns on CPU 1. What reaches the CPU for A says nothing about B.</summary>
    [Fact]
    public void A_flush_for_one_process_does_not_count_for_another_on_the_same_cpu()
    {
        using var on = new KernelUnderTest();
        on.Mmap("A", "8G..9G");
        on.Touch("A", "8G", 10);
        on.Mmap("B", "8G..9G");
        on.Touch("B", "8G");
        on.Kernel.StartThread(on["A"], 1);
        on.Kernel.StartThread(on["B"], 1);
        on.Touch("B", "8G");
        // A's generation runs ahead, with B loaded on CPU 1.
        for (var i = 0; i < 5; i++) on.Munmap("A", $"8G+{2 * i}M..8G+{2 * (i + 1)}M");
        on.Kernel.StopThread(on["B"], 1);
        // B's flush sends nothing there now; when its thread comes back, the CPU is behind and must flush.
        on.Munmap("B", "8G..8G+2M");
        on.Kernel.StartThread(on["B"], 1);
        Assert.DoesNotContain("B", on.Kernel.Probe.Tlb.All.Where(held => held.Cpu == 1).Select(held => on.Machine.MmOf(held.Mm)!.Name));
        Assert.Equal(0, LeftStale.Count(on.Machine, on.Kernel.Probe.Tlb));
    }

    private static IEnumerable<string> Cached(KernelUnderTest on) =>
        on.Kernel.Probe.Tlb.All.Where(held => held.Cpu == 0).Select(held => on.Machine.MmOf(held.Mm)!.Name);
}
