using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>userfaultfd's other calls: unregister, write-protect, continue.</content>
public sealed partial class Kernel<P>
{
    /// <summary>UFFDIO_UNREGISTER: a write-protected VMA is reset first, then split to the range and freed of its modes.</summary>
    internal Errno UserfaultfdUnregister(Mm mm, AddrRange range, Userfaultfd context)
    {
        using var frame = Enter(KernelFunction.UserfaultfdUnregister);
        if (ValidateRange(mm, range) is var error and not Errno.None) return error;
        using var mmapLock = MmapWriteLock(mm);
        var found = mm.Vmas.Overlapping(range);
        if (found.Count == 0 || !range.Start.IsMultipleOf(found[0].PageBytes)) return Errno.EINVAL;
        if (_rules.UnregistersOwnOnly && found.Exists(vma => vma.Uffd is not null && vma.Uffd != context)) return Errno.EINVAL;
        foreach (var vma in found.Where(vma => vma.Uffd is not null))
        {
            if ((vma.Flags & VmFlags.UffdWp) != 0 && _rules.TakesUffdWp) UffdWpRange(vma, vma.Range.Intersect(range), WpChange.Resolve);
            if (SplitTo(vma, range, out var inside) is var failed and not Errno.None) return failed;
            VmaStartWrite(inside);
            Writes(inside.Key);
            inside.Flags &= ~VmFlags.Uffd;
            inside.Uffd = null;
        }

        return Errno.None;
    }

    /// <summary>UFFDIO_WRITEPROTECT: protects the pages of a range, or resolves.</summary>
    internal Errno UserfaultfdWriteprotect(Mm mm, AddrRange range, bool isOn)
    {
        using var frame = Enter(KernelFunction.UserfaultfdWriteprotect);
        if (ValidateRange(mm, range) is var error and not Errno.None) return error;
        using var mmapLock = MmapReadLock(mm);
        var found = mm.Vmas.Overlapping(range);
        if (found.Count == 0) return Errno.ENOENT;
        if (!_rules.WriteprotectSpansVmas && !found[0].Range.Contains(range)) return Errno.ENOENT;
        foreach (var vma in found)
        {
            if ((vma.Flags & VmFlags.UffdWp) == 0 || !_rules.TakesUffdWp) return Errno.ENOENT;
            if (!range.Start.IsMultipleOf(vma.PageBytes) || !range.Length.IsAligned(vma.PageBytes)) return Errno.EINVAL;
            UffdWpRange(vma, vma.Range.Intersect(range), isOn ? WpChange.Protect : WpChange.Resolve);
        }

        return Errno.None;
    }

    /// <summary>UFFDIO_CONTINUE: maps pages that the file has, one after the other.</summary>
    internal Errno UserfaultfdContinue(Mm mm, AddrRange range)
    {
        using var frame = Enter(KernelFunction.UserfaultfdContinue);
        if (!_rules.TakesUffdMinor) return Errno.EINVAL;
        if (ValidateRange(mm, range) is var error and not Errno.None) return error;
        using var mmapLock = MmapReadLock(mm);
        var vma = mm.Vmas.At(range.Start);
        // uffd_lock_vma makes the anon_vma that a copy could need, before anything is checked.
        // It asks for VM_SHARED, which a shared mapping of a read-only file has not.
        if (vma is not null && (vma.Flags & VmFlags.Shared) == 0 && _rules.PreparesAnonVmaFirst) vma.HasAnonVma = true;
        if (vma?.Uffd is null || !vma.Range.Contains(range)) return Errno.ENOENT;
        var pageBytes = vma.PageBytes;
        if (!range.Start.IsMultipleOf(pageBytes) || !range.Length.IsAligned(pageBytes)) return Errno.EINVAL;
        if ((vma.Flags & VmFlags.Shared) == 0) vma.HasAnonVma = true;
        for (var address = range.Start; address < range.End; address += pageBytes)
        {
            if (ContinuePage(vma, address) is var failed and not Errno.None)
            {
                // Pages that went through are reported, and the caller is to ask again for the rest.
                return address == range.Start ? failed : Errno.EAGAIN;
            }
        }

        return Errno.None;
    }

    private Errno ContinuePage(Vma vma, VirtAddr address)
    {
        using var mutex = FaultMutex(vma.File, vma.PageIndex(address));
        using var held = _rules.HasVmaLock ? HugetlbVmaLockRead(vma) : IMmapLockRead(vma.File);
        var ptep = HugePteAlloc(vma, address);
        Reads(vma.File.PagesKey);
        var page = vma.File.Pages.Find(vma.PageIndex(address));
        if (page == PhysAddr.None) return Errno.EFAULT;
        using var ptl = HugePteLock(vma, ptep);
        if (Get(ptep).IsPresent) return Errno.EEXIST;
        var canWrite = (vma.Flags & (VmFlags.Write | VmFlags.Shared)) == (VmFlags.Write | VmFlags.Shared);
        Set(vma, address, ptep, MakeHugePte(vma, page, canWrite));
        return Errno.None;
    }

    /// <summary>uffd_wp_range: a gather of its own around the pass, so that the pass's gather is nested in it.</summary>
    private void UffdWpRange(Vma vma, AddrRange range, WpChange wp)
    {
        using var gather = TlbGatherMmu(vma.Mm);
        HugetlbChangeProtection(vma, range, wp);
        TlbFinishMmu(gather);
    }
}
