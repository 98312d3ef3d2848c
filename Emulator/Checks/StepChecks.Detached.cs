using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <content>
/// A shared table that is detached goes on living. Once i_mmap_rwsem is dropped its last user may change it at will, so before that the
/// mm's translations must be flushed, and walkers with interrupts off must have left it.
/// </content>
public sealed partial class StepChecks
{
    // Tables that this mm lost while i_mmap was held, and whose translations were not flushed since. The range is of its pages.
    private readonly List<(int Mm, VirtAddr Slot, AddrRange Pages)> _owed = [];

    // Those for whose walkers nobody waited since.
    private readonly List<(int Mm, VirtAddr Slot, PhysAddr Table)> _unwaited = [];

    /// <summary>A CPU dropped what it had cached: all CPUs of a flush are told of one after the other, before any other step.</summary>
    public void Flushed(int mm, AddrRange range, bool isFull)
    {
        // INVLPG of any page drops all paging-structure entries of the address space (SDM 4.10.4.1), so an empty table needs no more.
        if (_owed.Count > 0) _owed.RemoveAll(owed => owed.Mm == mm && (isFull || owed.Pages.IsEmpty || range.Contains(owed.Pages)));
    }

    private void Detached(int mm, VirtAddr slot, Pte old)
    {
        var pages = default(AddrRange);
        var isNotified = IsNotified(mm, new(slot, slot + Pud.Span));
        foreach (var index in PresentEntries.Find(_machine.Arena.TableAt<Pmd>(old.TableAddress)))
        {
            var page = PageAt(slot + ((ulong)index * Pmd.Span));
            pages = new(pages.IsEmpty ? page.Start : pages.Start, page.End);
            if (!isNotified && !IsNotified(mm, page)) NotNotified(mm, page);
        }

        if (!IsWriteLocked(StateKind.IMmapLock)) return;
        _owed.Add((mm, slot, pages));
        if (!_flushWaits) _unwaited.Add((mm, slot, old.TableAddress));
    }

    /// <summary>i_mmap_rwsem is dropped next.</summary>
    private void CheckDetached()
    {
        if (_machine.IsStuck) return;
        // Nobody runs an address space that exits; a CPU that is lazy in it could walk it speculatively.
        var severity = IsIn(KernelFunction.Exit) ? Severity.Speculative : Severity.Usable;
        foreach (var (mm, slot, _) in _owed)
        {
            _findings.Add("flush too late", "a table is detached, and i_mmap_rwsem dropped before its translations are flushed",
                MmOf(mm), new(slot, slot + Pud.Span), severity);
        }

        foreach (var (mm, slot, table) in _unwaited.Where(one => _machine.Arena.Info(one.Table).ShareCount == 0))
        {
            _findings.Add("walkers not waited for", "a table has one user left, who may reuse it while a walker is inside: no broadcast",
                MmOf(mm), new(slot, slot + Pud.Span), severity);
        }

        _owed.Clear();
        _unwaited.Clear();
    }
}
