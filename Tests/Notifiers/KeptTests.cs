using Emulator.Notifiers;
using Emulator.Probes;
using Emulator.Reports;

namespace Tests.Notifiers;

/// <summary>What consumers keep from one statement to the next, and what tells them that it is over.</summary>
public class KeptTests
{
    private const ulong Mega = 1UL << 20;

    /// <summary>After CLEAR hfi1 keeps its pinned pages; UNMAP takes them, though no table maps them any more.</summary>
    [Fact]
    public void Hfi1_keeps_through_clear_and_drops_at_unmap()
    {
        var answers = Told.Answers("6.19", Told.Shared("uffd-register A 9G..10G minor", "munmap A 9G..10G"));
        var cleared = answers[^2].Told.Ranges.Single();
        Assert.Null(cleared.Of("hfi1").Dropped(cleared.Event));
        Assert.Equal(8 * Mega, cleared.Of("kvm").Dropped(cleared.Event)!.Value.Bytes);
        const string Right = "hfi1 acts on UNMAP only: after CLEAR it keeps 8M. That is right";
        Assert.Contains(NotifierSummary.Of(cleared), text => text.StartsWith(Right, StringComparison.Ordinal));

        var unmapped = answers[^1].Told.Ranges.Single();
        Assert.Equal(default, unmapped.Mapped);
        Assert.Equal(new Amount(8 * Mega, 4), unmapped.Of("hfi1").Dropped(NotifierEvent.Unmap));
        Assert.Equal(8 * Mega, unmapped.Of("hfi1").Needed.Bytes);
        Assert.Equal(default(Amount), unmapped.Of("kvm").Dropped(NotifierEvent.Unmap));
    }

    /// <summary>A hole that is punched later makes what it kept wrong, and the summary says so.</summary>
    [Fact]
    public void What_hfi1_kept_can_become_wrong()
    {
        var lines = Told.Shared("uffd-register A 9G..10G minor", "fallocate B F 9G..9G+2M punch");
        var told = Told.By("6.19", lines).Ranges.Single(range => range.Process == "A");
        Assert.Equal((8 * Mega, 2 * Mega), (told.Of("hfi1").Held.Bytes, told.Of("hfi1").Needed.Bytes));
        Assert.Contains(NotifierSummary.Of(told), text => text.Contains("2M of it is not what A may use by now", StringComparison.Ordinal));
    }

    /// <summary>
    /// Why a consumer could keep what an unshare left: whatever changes the pages later is told to this mm again, though no
    /// table of it maps them.
    /// </summary>
    [Theory]
    [InlineData("fallocate B F 9G..9G+2M punch")]
    [InlineData("truncate B F 9G")]
    [InlineData("mprotect A 9G..10G r")]
    [InlineData("munmap A 9G..10G")]
    public void A_later_change_is_told_without_a_table(string statement)
    {
        var told = Told.By("6.19", Told.Shared("uffd-register A 9G..10G minor", statement)).Ranges.Single(range => range.Process == "A");
        Assert.Equal(default, told.Mapped);
        Assert.True(told.Range.Contains(Kernels.KernelUnderTest.Range("9G..9G+2M")));
    }

    /// <summary>It maps no VMA that a userfaultfd has: it held the range until it was registered, and holds nothing after.</summary>
    [Fact]
    public void Nvidia_uvm_maps_no_vma_with_a_userfaultfd()
    {
        var lines = Told.Shared("uffd-register A 9G..10G minor", "touch B 9G..9G+8M", "uffd-continue A 9G..9G+8M", "munmap A 9G..10G");
        var answers = Told.Answers("6.19", lines);
        Assert.Equal(8 * Mega, answers[^4].Told.Ranges.Single().Of("nvidia-uvm").Held.Bytes);
        Assert.Equal(default, answers[^1].Told.Ranges.Single().Of("nvidia-uvm").Held);
        Assert.Equal(8 * Mega, answers[^1].Told.Ranges.Single().Of("kvm").Held.Bytes);
    }

    /// <summary>exit_mmap releases first: who tears down then hears of no range any more.</summary>
    [Fact]
    public void Release_comes_before_the_ranges_of_exit()
    {
        var told = Told.By("6.19", Told.Shared("exit A")).Ranges.Single();
        Assert.Equal(
            ["amdkfd", "hfi1", "nvidia-uvm"],
            told.Effects.Where(effect => !effect.IsReleased).Select(effect => effect.Consumer.Name).Order());
        Assert.Equal(8 * Mega, told.Of("hfi1").Dropped(NotifierEvent.Unmap)!.Value.Bytes);
        Assert.Equal(default, told.Of("kvm").Held);
    }

    /// <summary>An IOMMU hears of flushes: in munmap after the range has ended, of fork's with no range at all.</summary>
    [Fact]
    public void An_iommu_hears_of_flushes()
    {
        var answers = Told.Answers("6.19", "mmap A F 9G..10G shared offset=9G", "touch A 9G..9G+8M", "fork A C", "munmap A 9G..10G");
        var fork = answers[^2].Told;
        Assert.Empty(fork.Ranges);
        Assert.Equal(("A", 8 * Mega), (fork.LoneFlushes.Single().Process, fork.LoneFlushes.Single().Dropped.Single().Value.Bytes));
        var unmapped = answers[^1].Told.Ranges.Single();
        Assert.Empty(answers[^1].Told.LoneFlushes);
        Assert.Equal(8 * Mega, unmapped.Of("iommu-sva").Flushed!.Value.Bytes);
        Assert.Equal(8 * Mega, unmapped.Of("iommu-sva").Dropped(NotifierEvent.HugetlbUnshare)!.Value.Bytes);
    }

    /// <summary>Until 6.5 it was the end of the range that told it; 6.6 to 6.14 widened the flush of a 1G to everything.</summary>
    [Theory]
    [InlineData("6.2", 8, false)]
    [InlineData("6.12", 12, true)]
    [InlineData("6.15", 8, true)]
    public void What_an_iommu_drops_for_an_unshare(string release, int megabytes, bool isFlushed)
    {
        var told = Told.By(
            release,
            "mmap A F 9G..11G shared offset=9G", "mmap B F 9G..10G shared offset=9G",
            "touch A 9G..9G+8M", "touch A 10G..10G+4M", "touch B 9G",
            "uffd-register A 9G..10G minor").Ranges;
        var dropped = told.Aggregate(0UL, (sum, range) => sum + range.Of("iommu-sva").Dropped(range.Event)!.Value.Bytes);
        Assert.Equal((ulong)megabytes * Mega, dropped);
        Assert.All(told, range => Assert.Equal(isFlushed, range.Of("iommu-sva").Flushed is not null));
    }
}
