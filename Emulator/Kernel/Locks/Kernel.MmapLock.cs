using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>mmap_lock and the per-VMA locks under it (include/linux/mm.h, mmap_lock.h): no counted functions.</content>
public sealed partial class Kernel<P>
{
    // VMAs that the call that runs has write-locked; the end of mmap_lock's write side lets them all go.
    private readonly List<Vma> _writeLockedVmas = [];

    /// <summary>mmap_write_lock: held by all that changes VMAs.</summary>
    private MmapWriteScope<P> MmapWriteLock(Mm mm)
    {
        Down(mm.MmapLock, LockMode.Write);
        return new(this, mm);
    }

    /// <summary>mmap_read_lock.</summary>
    private LockScope<P> MmapReadLock(Mm mm) => Down(mm.MmapLock, LockMode.Read);

    /// <summary>vma_start_write: no fault runs in the VMA from here to the end of the call.</summary>
    private void VmaStartWrite(Vma vma)
    {
        if (!_rules.FaultsUnderVmaLock || vma.VmaLock.IsWriteLockedBy(cpu)) return;
        Down(vma.VmaLock, LockMode.Write);
        _writeLockedVmas.Add(vma);
    }

    /// <summary>vma_end_write_all, mmap_write_unlock.</summary>
    internal void MmapWriteUnlock(Mm mm)
    {
        foreach (var vma in _writeLockedVmas) Up(vma.VmaLock, LockMode.Write);
        _writeLockedVmas.Clear();
        Up(mm.MmapLock, LockMode.Write);
    }
}
