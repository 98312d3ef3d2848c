using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Checks;

/// <content>
/// Secondary MMUs (KVM, devices) have copies of entries. So an entry that is present may go, or become less or another, only between
/// mmu_notifier_invalidate_range_start and _end of a range that contains it. Entries that come, or allow more, need no notice.
/// </content>
public sealed partial class StepChecks
{
    private readonly List<(int Mm, AddrRange Range, NotifierEvent Why)> _active = [];

    public void NotifierStarted(int mm, AddrRange range, NotifierEvent why) => _active.Add((mm, range, why));

    public void NotifierEnded(int mm, AddrRange range, NotifierEvent why)
    {
        var index = _active.LastIndexOf((mm, range, why));
        if (index >= 0) _active.RemoveAt(index);
        else _findings.Add(CheckNames.NotifierUnbalanced, $"an end without its start ({why})", MmOf(mm), range);
    }

    /// <summary>An entry becomes another next.</summary>
    public void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now)
    {
        if (!old.IsPresent || shift > Pud.Shift || LosesNothing(old, now)) return;
        if (shift == Pud.Shift && old.IsTable) Detached(mm, address.AlignDown<Pud>(), old);
        else if (!IsNotified(mm, new(address, address + (1UL << shift)))) NotNotified(mm, new(address, address + (1UL << shift)));
    }

    /// <summary>The same page, and no access that was allowed is refused.</summary>
    private static bool LosesNothing(Pte old, Pte now)
    {
        const ulong Same = Pte.Address4K | Pte.PageSize;
        const ulong Allows = Pte.Present | Pte.Write | Pte.User;
        return ((old.Raw ^ now.Raw) & Same) == 0
            && (old.Raw & ~now.Raw & Allows) == 0
            && (now.Raw & ~old.Raw & Pte.NoExecute) == 0;
    }

    private bool IsNotified(int mm, AddrRange range)
    {
        foreach (var active in _active)
        {
            if (active.Mm == mm && active.Range.Contains(range)) return true;
        }

        return false;
    }

    private void NotNotified(int mm, AddrRange range) => _findings.Add(
        CheckNames.NotifierRangeTooSmall, "an entry goes outside of every range that the notifiers were told of", MmOf(mm), range);

    private void EndNotifiers()
    {
        foreach (var (mm, range, why) in _active)
        {
            _findings.Add(CheckNames.NotifierUnbalanced, $"a start without its end ({why})", MmOf(mm), range);
        }

        _active.Clear();
    }
}
