using System.Runtime.CompilerServices;
using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

/// <content>Locks and notifiers, each held until the end of a <c>using</c>.</content>
public sealed partial class Kernel<P>
{
    /// <summary>i_mmap_lock_write of the file's mapping.</summary>
    public LockScope IMmapLockWrite(HugetlbFile file)
    {
        Probe.Calls(KernelFunction.IMmapLockWrite, 1);
        file.IMmapLock.DownWrite();
        return new(file.IMmapLock);
    }

    /// <summary>i_mmap_lock_read of the file's mapping.</summary>
    public LockScope IMmapLockRead(HugetlbFile file)
    {
        Probe.Calls(KernelFunction.IMmapLockRead, 1);
        file.IMmapLock.DownRead();
        return new(file.IMmapLock);
    }

    /// <summary>hugetlb_vma_lock_write: a VMA that has no lock (a private mapping) takes none.</summary>
    public LockScope HugetlbVmaLockWrite(Vma vma)
    {
        Probe.Calls(KernelFunction.HugetlbVmaLockWrite, 1);
        vma.Lock?.DownWrite();
        return new(vma.Lock);
    }

    /// <summary>hugetlb_vma_lock_read.</summary>
    public LockScope HugetlbVmaLockRead(Vma vma)
    {
        Probe.Calls(KernelFunction.HugetlbVmaLockRead, 1);
        vma.Lock?.DownRead();
        return new(vma.Lock);
    }

    /// <summary>huge_pte_lock: the lock of the table that the entry lies in, which all its sharers take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LockScope HugePteLock(Vma vma, PteRef ptep)
    {
        Probe.Calls(KernelFunction.HugePteLock, 1);
        return default;
    }

    /// <summary>mmu_notifier_invalidate_range_start, and at the end of the scope _end.</summary>
    public LockScope NotifierRange(Vma vma, AddrRange range, NotifierEvent why) => NotifierRange(range, why);

    private LockScope NotifierRange(AddrRange range, NotifierEvent why)
    {
        Probe.Calls(KernelFunction.MmuNotifierInvalidateRangeStart, 1);
        return default;
    }

    /// <summary>A walk that skips a lock is reported, not thrown: somebody else's walk may run here.</summary>
    private void ReportUnlocked(Vma vma, string whileWhat) =>
        machine.Report(new("lock held", $"i_mmap_rwsem of {vma.File.Name} is not held for writing while {whileWhat} in {vma}"));
}
