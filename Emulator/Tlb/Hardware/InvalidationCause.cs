namespace Emulator.Tlb;

/// <summary>What Linux makes a CPU do that takes entries out of its TLBs. Without page table isolation there is no INVPCID for a user's mm.</summary>
public enum InvalidationCause
{
    /// <summary>A range of at most 33 strides, page by page (flush_tlb_one_user).</summary>
    Invlpg,

    /// <summary>All of the mm that is loaded: CR3 is written as it is, bit 63 clear (native_flush_tlb_local).</summary>
    Cr3Flush,

    /// <summary>A mm is loaded whose number is new, or that missed a flush: CR3 with bit 63 clear (switch_mm_irqs_off).</summary>
    Cr3Switch,

    /// <summary>INVLPGB, and TLBSYNC after it (broadcast_tlb_flush).</summary>
    Invlpgb,
}
