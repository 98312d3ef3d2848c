using Emulator.Accounting;
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

    /// <summary>What it takes, as far as is known without its hardware: for profiles that don't have it. Of one name, one cost.</summary>
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
    /// What it does to what it holds of a range. Who hears of flushes (<see cref="NotifierCallbacks.SecondaryTlbs"/>) sees no event.
    /// </summary>
    Reaction On(NotifierCall call);

    /// <summary>What it really invalidates where it is told of a range.</summary>
    /// <param name="isFullFlush">The flush that told it was one of everything.</param>
    AddrRange Reach(AddrRange range, bool isFullFlush) => range;

    /// <summary>Why what it keeps after an event that it ignores is no access to memory that is somebody else's by now.</summary>
    string WhyItMayKeep => "";
}
