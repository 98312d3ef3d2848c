using System.Runtime.CompilerServices;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Locks and notifiers, each held until the end of a <c>using</c>.</content>
public sealed partial class Kernel<P>
{
    /// <summary>i_mmap_lock_write of the file's mapping.</summary>
    public LockScope<P> IMmapLockWrite(HugetlbFile file)
    {
        Probe.Tell(new Called(KernelFunction.IMmapLockWrite, 1));
        return Down(file.IMmapLock, LockMode.Write);
    }

    /// <summary>i_mmap_lock_read of the file's mapping.</summary>
    public LockScope<P> IMmapLockRead(HugetlbFile file)
    {
        Probe.Tell(new Called(KernelFunction.IMmapLockRead, 1));
        return Down(file.IMmapLock, LockMode.Read);
    }

    /// <summary>hugetlb_vma_lock_write: a VMA that has no lock (a private mapping) takes none.</summary>
    public LockScope<P> HugetlbVmaLockWrite(Vma vma)
    {
        Probe.Tell(new Called(KernelFunction.HugetlbVmaLockWrite, 1));
        return Down(vma.Lock, LockMode.Write);
    }

    /// <summary>hugetlb_vma_lock_read.</summary>
    public LockScope<P> HugetlbVmaLockRead(Vma vma)
    {
        Probe.Tell(new Called(KernelFunction.HugetlbVmaLockRead, 1));
        return Down(vma.Lock, LockMode.Read);
    }

    /// <summary>huge_pte_lock: the lock of the table that the entry lies in, which all its sharers take; of a 1G page the mm's.</summary>
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
        new("lock held", $"i_mmap_rwsem of {vma.File.Name} is not held for writing while {whileWhat} in {vma}")
        {
            Process = vma.Mm.Name,
            Range = vma.Range,
        });
}
