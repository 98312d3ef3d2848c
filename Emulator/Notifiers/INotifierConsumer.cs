using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>
/// Somebody who holds translations or pages of a mm beside the CPUs, and hears of changes by mmu notifiers. One file each, found by
/// this interface (<see cref="ConsumerCatalog"/>). What it holds is kept for it in a <see cref="Shadow"/>.
/// </summary>
public interface INotifierConsumer
{
    /// <summary>A word for a column.</summary>
    string Name { get; }

    /// <summary>What it is, and what it holds.</summary>
    string Holds { get; }

    /// <summary>Where it was read: file and functions.</summary>
    string Source { get; }

    NotifierCallbacks Callbacks { get; }

    /// <summary>What it takes, as far as is known without its hardware: for profiles that don't have it. Consumers of one name have one cost.</summary>
    ConsumerCost Cost { get; }

    /// <summary>The first version of Linux with this behaviour.</summary>
    LinuxVersion Since => default;

    /// <summary>The first one without it; null if there is none.</summary>
    LinuxVersion? Until => null;

    /// <summary>Part of Linux itself?</summary>
    bool IsInTree => true;

    /// <summary>Can it map huge pages of hugetlb at all?</summary>
    bool MapsHugetlb => true;

    /// <summary>Does it map VMAs that are registered with a userfaultfd?</summary>
    bool MapsUserfaultfd => true;

    /// <summary>
    /// It holds references on the pages (pin_user_pages): what it keeps can't be freed, and stays the page that it was even where
    /// the mm maps another by now.
    /// </summary>
    bool Pins => false;

    /// <summary>log2 of the bytes of its largest entry; a smaller page has an entry of its own.</summary>
    int EntryShiftMax { get; }

    /// <summary>log2 of the bytes of each of its interval notifiers, where it has one for each piece that it holds; null where one covers all.</summary>
    int? IntervalShift => null;

    /// <summary>
    /// What it does to what it holds of a range. A consumer that hears of flushes (<see cref="NotifierCallbacks.SecondaryTlbs"/>) sees no event.
    /// </summary>
    Reaction On(NotifierCall call);

    /// <summary>What it really invalidates where it is told of a range.</summary>
    /// <param name="isFullFlush">The flush that told it was one of everything.</param>
    AddrRange Reach(AddrRange range, bool isFullFlush) => range;

    /// <summary>Why what it keeps after an event that it ignores does not reach memory that belongs to somebody else by now.</summary>
    string WhyItMayKeep => "";
}

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
