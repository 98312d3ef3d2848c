using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Tests.Kernels;

/// <summary>When a flush becomes one of everything, and when a gather must flush before its end.</summary>
public class FlushTests
{
    private const ulong Giga = 1UL << 30;

    /// <summary>tlb_single_page_flush_ceiling: `>` and not `>=`, so exactly 33 is still one by one.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(32, false)]
    [InlineData(33, false)]
    [InlineData(34, true)]
    [InlineData(512, true)]
    public void Over_33_strides_a_flush_is_full(int pages, bool isFull)
    {
        using var on = new KernelUnderTest();
        on.Mmap("A", "8G..9G");
        var vma = on["A"].Vmas.All[0];
        on.Kernel.Tally = default;
        on.Kernel.Probe.StartStatement();
        on.Kernel.FlushHugetlbTlbRange(vma, new(vma.Start, vma.Start + ((ulong)pages * Pmd.Span)));
        Assert.Equal((1, isFull ? 1 : 0), (on.Kernel.Tally.FlushesLocal, on.Kernel.Tally.FlushesLocalFull));
        Assert.Equal(isFull ? 0 : pages, on.Kernel.Probe.Calls[KernelFunction.FlushTlbOne]);
        Assert.Equal(isFull ? 1 : 0, on.Kernel.Probe.Calls[KernelFunction.FlushTlbLocalFull]);
    }

    /// <summary>munmap of part of a 1G whose table stays: from the first page that was there to the last, at the stride of 2M.</summary>
    [Theory]
    [InlineData("8G..8G+66M", 0, 33, 1, 0)]
    [InlineData("8G..8G+68M", 0, 34, 1, 1)]
    [InlineData("8G..8G+512M", 0, 33, 1, 0)]
    [InlineData("8G..8G+512M", 100, 33, 1, 0)]
    [InlineData("8G..8G+512M", 100, 34, 1, 1)]
    [InlineData("8G..8G+512M", 0, 0, 0, 0)]
    public void Munmap_flushes_what_was_there(string range, int firstPage, int pages, long flushes, long full)
    {
        using var on = new KernelUnderTest();
        on.Mmap("A", "8G..9G");
        on.Touch("A", "8G+1022M");
        if (pages > 0) on.Touch("A", $"8G+{2 * firstPage}M", pages);
        Assert.Equal(Errno.None, on.Munmap("A", range));
        Assert.Equal((flushes, full), (on.Kernel.Tally.FlushesLocal, on.Kernel.Tally.FlushesLocalFull));
    }

    /// <summary>MAX_TABLE_BATCH: a full batch of tables is flushed and freed at once; the last flush pays for the rest.</summary>
    [Theory]
    [InlineData("6.19", 508, 1)]
    [InlineData("6.19", 509, 1)]
    [InlineData("6.19", 510, 2)]
    [InlineData("6.16", 510, 2)]
    [InlineData("6.12", 510, 1)]
    public void A_batch_of_509_tables_is_flushed(string release, int tables, long flushes)
    {
        using var on = new KernelUnderTest(release);
        // All in one 512G, of which a page stays, so that the PUD table is not one table more.
        on.Mmap("A", "512G..1022G");
        on.Mmap("A", "1023G..1024G");
        on.Touch("A", "512G", tables, Giga);
        on.Touch("A", "1023G");
        Assert.Equal(Errno.None, on.Munmap("A", "512G..1022G"));
        Assert.Equal(flushes, on.Kernel.Tally.FlushesLocal);
        Assert.Equal(tables, on.Kernel.Probe.Calls[KernelFunction.FreeTable]);
        // Left: the top, a PUD table, the table of 1023G.
        Assert.Equal(3, on.Machine.Arena.LiveTables);
        Assert.Equal(8, on["A"].PageTableKilobytes);
    }

    /// <summary>
    /// A gather holds 7 + 19 * 509 = 9678 pages since 6.9; it held 8 + 19 * 510 = 9698 before, with the 20 tables that are freed
    /// here among them. What fills it forces a flush, and the last one pays for what comes after: the folded P4D at the least.
    /// </summary>
    [Theory]
    [InlineData("6.19", 9677, 1)]
    [InlineData("6.19", 9678, 2)]
    [InlineData("6.2", 9677, 1)]
    [InlineData("6.2", 9678, 2)]
    public void A_gather_that_is_full_of_pages_is_flushed(string release, int pages, long flushes)
    {
        using var on = new KernelUnderTest(release);
        on.Mmap("A", "512G..540G");
        on.Touch("A", "512G", pages);
        Assert.Equal(Errno.None, on.Munmap("A", "512G..540G"));
        Assert.Equal(flushes, on.Kernel.Tally.FlushesLocal);
        Assert.Equal(0, on["A"].PageTableKilobytes);
    }
}
