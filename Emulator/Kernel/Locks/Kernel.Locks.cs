using System.Runtime.CompilerServices;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

// The lock protocol
//
// Tasks take locks from the outside in, in the order of mm/rmap.c, which StateKey.Rank holds:
//   mmap_lock > per-VMA lock > hugetlb_fault_mutex > hugetlb vma lock > i_mmap_rwsem > page table lock
// The first two are one address space's own: mmap_lock is held for writing by every call that changes VMAs; since 6.10 a page fault holds
// the VMA's own lock for reading instead of mmap_lock, and a call locks each VMA for writing (vma_start_write) before it changes it. The
// fault mutex lets one fault at a time into a page of a file. The rest guard what address spaces have in common:
//   hugetlb vma lock  this VMA's part of shared tables: a fault holds it for reading, so that no table goes while the fault is in it. It
//                     exists since 40549ba8f8e0 (6.1); until then faults held i_mmap_rwsem for reading instead. Private VMAs have none.
//   i_mmap_rwsem      the file's tree of VMAs, hence who may find whose table: readers look for one to share, a writer lets nobody look.
//   page table lock   the entries of one PMD table, which all its sharers lock, and mm->page_table_lock for the entries above it.
//
// A share (huge_pmd_share) happens in a fault, or in another call that fills entries. i_mmap_rwsem is held for reading while the tree is
// searched and the table's count raised, by the fault until 6.0 and by huge_pmd_share itself since: so the table that was found can't be
// detached meanwhile. Then the PUD entry is written under mm->page_table_lock (in 6.2 and before, under the table's own lock). The count
// rises before the entry is there, and falls again if another thread of the mm was faster.
//
// An unshare (huge_pmd_unshare) needs three locks: i_mmap_rwsem for writing, so that nobody shares the table again meanwhile; since 6.1 the
// hugetlb vma lock for writing, so that no fault of this VMA is in the table (a per-VMA lock that is held for writing will do instead, as
// faults wait for it further out); and the table's page table lock. The PUD entry is cleared first, then the count falls. From then on the
// last user may change the table at will, so the TLBs must be flushed before i_mmap_rwsem is dropped (munmap forgot it until a4a118f2eead,
// 5.16). A walker with interrupts off (GUP-fast) holds no lock at all. 1013af4f585f (6.16) waits for such walkers in each unshare, by a
// broadcast between the two steps. Since 8ce720d5bd91 (6.19) a mmu_gather notes what was detached, and huge_pmd_unshare_flush pays before
// the locks go: one flush for all tables, and a broadcast only if one of them was left with a single user, who may reuse it.
//
// A split leaves neither half with the 1G that it cuts, so a table that is shared there would stay shared. Until 6.1 it does. Since
// b30c14cd6102 (6.2) may_split unshares it before the VMA changes, under locks of its own; but a fault can share it again before the
// change. So since 081056dc00a2 (6.16) hugetlb_split unshares it inside the change: the VMA is write-locked, the split holds i_mmap_rwsem
// for writing, and the walk takes no lock (takeLocks: false). The backport in 6.1.y comes before i_mmap_rwsem is taken and holds nothing,
// which is a bug (Traces/bugs/12-split-without-lock.trace).
//
// A move (move_hugetlb_page_tables, 5.16) holds the old VMA's hugetlb vma lock and i_mmap_rwsem for writing, around its whole loop and the
// flush after it. A shared table is unshared and not moved. To fill the new place the loop calls huge_pte_alloc; where a whole 1G lies in
// the new VMA that enters huge_pmd_share, which since 6.1 waits for the i_mmap_rwsem that the move itself holds, and so never comes back
// (Traces/bugs/08-mremap-self-deadlock.trace).

/// <content>Locks and notifiers, each held until the end of a <c>using</c>.</content>
public sealed partial class Kernel<P>
{
    /// <summary>i_mmap_lock_write of the file's mapping: i_mmap_rwsem is held for writing until the end of the scope.</summary>
    public LockScope<P> IMmapLockWrite(HugetlbFile file)
    {
        Probe.Tell(new Called(KernelFunction.IMmapLockWrite, 1));
        return Down(file.IMmapLock, LockMode.Write);
    }

    /// <summary>i_mmap_lock_read of the file's mapping.</summary>
    internal LockScope<P> IMmapLockRead(HugetlbFile file)
    {
        Probe.Tell(new Called(KernelFunction.IMmapLockRead, 1));
        return Down(file.IMmapLock, LockMode.Read);
    }

    /// <summary>
    /// hugetlb_vma_lock_write, until the end of the scope; it comes before i_mmap_rwsem. A VMA that has no lock (a private mapping, or any before
    /// 6.1) takes none.
    /// </summary>
    public LockScope<P> HugetlbVmaLockWrite(Vma vma)
    {
        Probe.Tell(new Called(KernelFunction.HugetlbVmaLockWrite, 1));
        return Down(vma.Lock, LockMode.Write);
    }

    /// <summary>hugetlb_vma_lock_read.</summary>
    internal LockScope<P> HugetlbVmaLockRead(Vma vma)
    {
        Probe.Tell(new Called(KernelFunction.HugetlbVmaLockRead, 1));
        return Down(vma.Lock, LockMode.Read);
    }

    /// <summary>
    /// huge_pte_lock, until the end of the scope: the lock of the table that the entry lies in, which all its sharers take; of a 1G page the mm's.
    /// </summary>
    /// <param name="ptep">An entry of the VMA, not null.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KeyedLockScope<P> HugePteLock(Vma vma, PteRef ptep)
    {
        Probe.Tell(new Called(KernelFunction.HugePteLock, 1));
        // The lock is the probe's alone: with the silent one the JIT leaves nothing of it, if it need not work out which.
        if (IsSilent) return default;
        return Spin(PageTableLockOf(vma, ptep));
    }

    /// <summary>The same lock, of a walk in bulk, which counts the calls itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private KeyedLockScope<P> LockOf(PhysAddr table) => IsSilent ? default : Spin(StateKey.PageTableLock(table));

    /// <summary>huge_pte_lockptr.</summary>
    private StateKey PageTableLockOf(Vma vma, PteRef ptep) =>
        StateKey.PageTableLock(vma.IsPmdSized ? _tables.TableOf(ptep) : vma.Mm.Root);

    /// <summary>mmu_notifier_invalidate_range_start, and at the end of the scope _end.</summary>
    /// <param name="range">The addresses that may change meanwhile, of any alignment: no entry outside of active ranges may go.</param>
    /// <param name="why">What secondary MMUs are told of the reason.</param>
    public NotifierScope<P> NotifierRange(Vma vma, AddrRange range, NotifierEvent why) => NotifierRange(vma.Mm, range, why);

    private NotifierScope<P> NotifierRange(Mm mm, AddrRange range, NotifierEvent why)
    {
        Probe.Tell(new Called(KernelFunction.MmuNotifierInvalidateRangeStart, 1));
        Probe.Tell(new NotifierStarted(mm.Number, range, why));
        return new(this, mm.Number, range, why);
    }

    /// <summary>mm->page_table_lock.</summary>
    private KeyedLockScope<P> PageTableLock(Mm mm) => Spin(StateKey.PageTableLock(mm.Root));

    /// <summary>hugetlb_fault_mutex_table: one fault at a time for a page of a file.</summary>
    private KeyedLockScope<P> FaultMutex(HugetlbFile file, ulong index) => Spin(file.FaultMutexOf(index));

    /// <summary>A lock whose holder nobody asks for: it is the probe's alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private KeyedLockScope<P> Spin(StateKey key)
    {
        Probe.Tell(new Locking(key, LockMode.Write));
        Probe.Tell(new Locked(key, LockMode.Write));
        return new(this, key);
    }

    private LockScope<P> Down(RwSem? sem, LockMode mode)
    {
        if (sem is null) return default;
        Probe.Tell(new Locking(sem.Key, mode));
        machine.IsStuck |= sem.Blocks(mode);
        sem.Down(mode, cpu);
        Probe.Tell(new Locked(sem.Key, mode));
        return new(this, sem, mode);
    }

    /// <summary>down_write_trylock: no call is counted, and nobody waits.</summary>
    private bool TryDownWrite(RwSem? sem, out LockScope<P> scope)
    {
        scope = default;
        if (sem is null) return true;
        Writes(sem.Key);
        if (sem.IsLocked) return false;
        sem.Down(LockMode.Write, cpu);
        Probe.Tell(new Locked(sem.Key, LockMode.Write));
        scope = new(this, sem, LockMode.Write);
        return true;
    }

    internal void Up(RwSem sem, LockMode mode)
    {
        sem.Up(mode, cpu);
        Probe.Tell(new Unlocked(sem.Key, mode));
    }

    /// <summary>A walk that skips a lock is reported, not thrown: somebody else's walk may run here.</summary>
    private void ReportUnlocked(Vma vma, string whileWhat) => machine.Report(
        new(CheckNames.LockHeld, $"i_mmap_rwsem of {vma.File.Name} is not held for writing while {whileWhat} in {vma}")
        {
            Process = vma.Mm.Name,
            Range = vma.Range,
        });
}
