using Emulator.Accounting;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// KVM on x86. The callback zaps the second-stage entries of the range and counts the invalidation as in progress, so that no fault of
/// the guest in the range is served until range_end. Nothing in it looks at the event; a range that may not block is done without
/// rescheduling (struct kvm_mmu_notifier_range has may_block alone).
/// </summary>
public sealed class Kvm : INotifierConsumer
{
    public string Name => "kvm";

    public string Holds => "second-stage page tables (EPT, NPT) of a guest whose memory the range is";

    public string Source => "virt/kvm/kvm_main.c: kvm_mmu_notifier_invalidate_range_start, _end, _release; "
        + "arch/x86/kvm/mmu/mmu.c: kvm_unmap_gfn_range";

    public NotifierCallbacks Callbacks => NotifierCallbacks.RangeStart | NotifierCallbacks.Release;

    public ConsumerCost Cost => new(
        new(330, "assumed: two SRCU pairs of the notifiers and two of KVM, spinlocks, a lookup of the memory slot") { Low = 140, High = 1000 },
        new(2500, "derived: an IPI of 1.3 to 1.5 us (cover letter of KVM's IPI virtualization, v7), an exit of 1200 cycles (b7ffc44d5b2e), the "
            + "answer; one vCPU runs")
        { Low = 1500, High = 6000 },
        new(40, "assumed: one leaf SPTE written and accounted (tdp_mmu_zap_leafs), in the cache or one miss away") { Low = 15, High = 150 });

    /// <summary>A hugetlb page is mapped as it is, up to 1G (kvm_mmu_max_mapping_level).</summary>
    public int EntryShiftMax => Pud.Shift;

    public Reaction On(NotifierCall call) => call.Event == NotifierEvent.Release
        ? Reaction.Drop("all of the guest's (kvm_flush_shadow_all)")
        : Reaction.Drop("guest faults in the range wait for the end");
}
