using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

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

    // The flush that is under way, which has reached a CPU or more, and its generation.
    private (int Mm, TlbFlush What, long Generation)? _flush;

    /// <summary>A CPU dropped what it had cached.</summary>
    public void Flushed(int mm, TlbFlush flush)
    {
        if (_owed.Count == 0) return;
        if (_flush is { } last && last.Mm == mm && last.What.Range == flush.Range) return;
        EndFlush();
        if (MmOf(mm) is { } owner) _flush = (mm, flush, owner.TlbGeneration);
    }

    /// <summary>
    /// The flush has reached all CPUs that it will reach. It pays if none was forgotten that has the mm loaded and is not idle (that is the
    /// state checks' to judge), and if it contains the pages that were mapped; of an empty table, anything that lies in its 1G.
    /// </summary>
    private void EndFlush()
    {
        if (_flush is not { } flush) return;
        _flush = null;
        foreach (var cpu in _machine.Cpus)
        {
            if (cpu.LoadedMm == flush.Mm && !cpu.IsLazy && cpu.IsBehind(flush.Mm, flush.Generation)) return;
        }

        _owed.RemoveAll(owed => owed.Mm == flush.Mm && (flush.What.IsFull || Pays(flush.What, owed.Slot, owed.Pages)));
    }

    private static bool Pays(TlbFlush flush, VirtAddr slot, AddrRange pages) => (pages.IsEmpty, flush.Keeps) switch
    {
        (false, _) => flush.Range.Contains(pages),
        (true, KeptTables.None) => true,
        _ => flush.Range.Overlaps(new(slot, slot + Pud.Span)),
    };

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
        EndFlush();
        _owed.Add((mm, slot, pages));
        if (!_flushWaits) _unwaited.Add((mm, slot, old.TableAddress));
    }

    /// <summary>i_mmap_rwsem is dropped next.</summary>
    private void CheckDetached()
    {
        if (_machine.IsStuck) return;
        EndFlush();
        // Nobody runs an address space that exits; a CPU that is lazy in it could walk it speculatively.
        var severity = IsIn(KernelFunction.Exit) ? Severity.Speculative : Severity.Usable;
        foreach (var (mm, slot, _) in _owed)
        {
            _findings.Add(CheckNames.FlushTooLate, "a table is detached, and i_mmap_rwsem dropped before its translations are flushed",
                MmOf(mm), new(slot, slot + Pud.Span), severity);
        }

        foreach (var (mm, slot, table) in _unwaited.Where(one => _machine.Arena.Info(one.Table).ShareCount == 0))
        {
            _findings.Add(CheckNames.WalkersNotWaitedFor, "a table has one user left, which may reuse it while a walker is inside: no broadcast",
                MmOf(mm), new(slot, slot + Pud.Span), severity);
        }

        _owed.Clear();
        _unwaited.Clear();
    }
}
