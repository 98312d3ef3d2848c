using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// IOMMU SVA (VT-d, AMD): a device walks the mm's own page tables, so only cached translations are held. It has no range_start: each
/// flush_tlb_mm_range tells it the range as it was asked for, and the event is never seen. What it drops is the smallest aligned
/// power of two around the range, that is how an invalidation descriptor writes one.
/// </summary>
public class IommuSva : INotifierConsumer
{
    public string Name => "iommu-sva";

    public string Holds => "translations that devices cached of the mm's own tables (IOTLB, ATC)";

    public virtual string Source => "drivers/iommu/intel/svm.c: intel_arch_invalidate_secondary_tlbs, intel_mm_release; "
        + "arch/x86/mm/tlb.c: flush_tlb_mm_range";

    public virtual NotifierCallbacks Callbacks => NotifierCallbacks.SecondaryTlbs | NotifierCallbacks.Release;

    /// <summary>It can't know that devices hold nothing: each call that tells it is a flush.</summary>
    public ConsumerCost Cost => new(
        new(1560, "derived: VT-d's own latency counters in QEMU's qpl-compression.rst, inv_iotlb 0.1 to 1 us in 7 of 10, inv_devtlb 2 us at most; one "
            + "device")
        { Low = 530, High = 4200 },
        new(0, "by structure: told or flushed is one to it"),
        new(0, "by structure: it walks the mm's own tables, and one descriptor covers the range"));

    public virtual LinuxVersion Since => new(6, 15);

    public virtual LinuxVersion? Until => null;

    /// <summary>It walks the mm's tables: its entries are the mm's.</summary>
    public int EntryShiftMax => Pud.Shift;

    /// <summary>The callback may run under a spinlock, so it never sleeps and never refuses.</summary>
    public Reaction On(NotifierCall call) => call.Event == NotifierEvent.Release
        ? Reaction.Drop("the PASID entry is torn down")
        : Reaction.Drop();

    public virtual AddrRange Reach(AddrRange range, bool isFullFlush) => AlignedBlock(range);

    /// <summary>calculate_psi_aligned_address: the smallest aligned power of two that contains a range.</summary>
    protected static AddrRange AlignedBlock(AddrRange range)
    {
        if (range.IsEmpty) return range;
        var (first, last) = (range.Start.Value, range.End.Value - 1);
        var differing = 64 - (int)ulong.LeadingZeroCount(first ^ last);
        if (differing >= 63) return new(VirtAddr.Zero, new(ulong.MaxValue));
        var mask = (1UL << differing) - 1;
        return new(new(first & ~mask), new((last | mask) + 1));
    }
}

/// <summary>
/// The same from 6.6 to 6.14, where flush_tlb_mm_range made a range above its ceiling one of everything before it told secondary
/// TLBs: an unshare of 1G flushed all that devices had cached of the mm.
/// </summary>
public sealed class IommuSva66 : IommuSva
{
    public override LinuxVersion Since => new(6, 6);

    public override LinuxVersion? Until => new(6, 15);

    public override AddrRange Reach(AddrRange range, bool isFullFlush) =>
        isFullFlush ? new(VirtAddr.Zero, new(ulong.MaxValue)) : AlignedBlock(range);
}

/// <summary>
/// The same before 6.6: mmu_notifier_invalidate_range_end called invalidate_range with the notifier's range, whatever the event,
/// and the TLB flush told it nothing.
/// </summary>
public sealed class IommuSvaBefore66 : IommuSva
{
    public override string Source => "drivers/iommu/intel/svm.c: intel_invalidate_range; mm/mmu_notifier.c: mn_hlist_invalidate_end";

    public override NotifierCallbacks Callbacks => NotifierCallbacks.RangeAtEnd | NotifierCallbacks.Release;

    public override LinuxVersion Since => default;

    public override LinuxVersion? Until => new(6, 6);
}
