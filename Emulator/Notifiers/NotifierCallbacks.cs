namespace Emulator.Notifiers;

/// <summary>How a consumer hears of a change: struct mmu_notifier_ops and struct mmu_interval_notifier_ops.</summary>
[Flags]
public enum NotifierCallbacks
{
    None = 0,

    /// <summary>invalidate_range_start and _end of the whole mm.</summary>
    RangeStart = 1 << 0,

    /// <summary>An interval notifier: only what overlaps its interval, at the start.</summary>
    Interval = 1 << 1,

    /// <summary>invalidate_range, which invalidate_range_end called until 6.6 (ec8832d007cb took that away).</summary>
    RangeAtEnd = 1 << 2,

    /// <summary>arch_invalidate_secondary_tlbs, called by flush_tlb_mm_range since 6.6 (6bbd42e2df8f). It knows no event.</summary>
    SecondaryTlbs = 1 << 3,

    /// <summary>release: the mm goes (exit_mmap), before its pages do.</summary>
    Release = 1 << 4,
}
