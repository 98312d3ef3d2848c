using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Faulting pages in without an access: MAP_POPULATE, mlock, MADV_POPULATE_* (mm/gup.c, mm/mlock.c).</content>
public sealed partial class Kernel<P>
{
    /// <summary>mlock: on hugetlb it sets no flag and splits nothing, but faults every page in.</summary>
    internal Errno Mlock(Mm mm, AddrRange range)
    {
        using var frame = Enter(KernelFunction.Mlock);
        AddrRange checkedRange;
        Errno error;
        using (MmapWriteLock(mm)) checkedRange = CheckMlock(mm, range, out error);
        if (error != Errno.None || checkedRange.IsEmpty) return error;
        return Populate(mm, checkedRange, stopsAtError: true) == Errno.None ? Errno.None : Errno.ENOMEM;
    }

    /// <summary>munlock: nothing of a hugetlb mapping was locked.</summary>
    internal Errno Munlock(Mm mm, AddrRange range)
    {
        using var frame = Enter(KernelFunction.Mlock);
        using var mmapLock = MmapWriteLock(mm);
        CheckMlock(mm, range, out var error);
        return error;
    }

    private static AddrRange CheckMlock(Mm mm, AddrRange range, out Errno error)
    {
        error = Errno.None;
        var start = new VirtAddr(range.Start.Value & ~(Pt.Span - 1));
        var rounded = new AddrRange(start, start + RoundUpToPage(range.End - start));
        if (rounded.End < rounded.Start) error = Errno.EINVAL;
        else if (!rounded.IsEmpty && !mm.Vmas.Covers(rounded)) error = Errno.ENOMEM;
        return rounded;
    }

    /// <summary>mm_populate: writes where that breaks a private mapping's copy-on-write, otherwise reads.</summary>
    private Errno Populate(Mm mm, AddrRange range, bool stopsAtError)
    {
        using var mmapLock = MmapReadLock(mm);
        foreach (var vma in mm.Vmas.Overlapping(range))
        {
            var isWrite = (vma.Flags & (VmFlags.Write | VmFlags.Shared)) == VmFlags.Write;
            if (PopulateVma(vma, vma.Range.Intersect(range), isWrite) is var error and not Errno.None && stopsAtError) return error;
        }

        return Errno.None;
    }

    /// <summary>madvise_populate: a mapping that does not allow the access is EINVAL, a fault that fails EFAULT.</summary>
    private Errno MadvisePopulate(Mm mm, AddrRange range, bool isWrite)
    {
        using var mmapLock = MmapReadLock(mm);
        var done = range.Start;
        foreach (var vma in mm.Vmas.Overlapping(range))
        {
            if (vma.Start > done) return Errno.ENOMEM;
            done = vma.End;
            if ((vma.Flags & (isWrite ? VmFlags.Write : VmFlags.Read)) == 0) return Errno.EINVAL;
            if (PopulateVma(vma, vma.Range.Intersect(range), isWrite) is var error and not Errno.None) return error;
        }

        return done < range.End ? Errno.ENOMEM : Errno.None;
    }

    /// <summary>faultin_page for each huge page of the range.</summary>
    private Errno PopulateVma(Vma vma, AddrRange range, bool isWrite)
    {
        if ((vma.Flags & VmFlags.Access) == 0) return Errno.EFAULT;
        var first = new VirtAddr(range.Start.Value & ~(vma.PageBytes - 1));
        for (var address = first; address < range.End; address += vma.PageBytes)
        {
            if (PopulateRun(vma, new(address, range.End), isWrite) is var done and not 0)
            {
                address += (ulong)(done - 1) * vma.PageBytes;
                continue;
            }

            while (!FollowPage(vma, address, isWrite))
            {
                if (HandleMmFault(vma, address, isWrite) != FaultResult.Handled) return Errno.EFAULT;
            }
        }

        return Errno.None;
    }

    /// <returns>How many pages are there now that need not be asked for one by one.</returns>
    private int PopulateRun(Vma vma, AddrRange range, bool isWrite) =>
        IsSilent && vma.IsPmdSized && (!isWrite || (vma.Flags & VmFlags.Write) != 0) ? PagesRun(vma, range, isWrite).Pages : 0;

    /// <summary>follow_page_mask: is the page there already, as wanted?</summary>
    private bool FollowPage(Vma vma, VirtAddr address, bool isWrite)
    {
        using var held = !_rules.GupLooksUp && _rules.HasVmaLock ? HugetlbVmaLockRead(vma) : default;
        var ptep = _rules.GupLooksUp ? HugePteOffset(vma, address) : LeafEntry(vma, address);
        if (ptep.IsNull) return false;
        using var ptl = _rules.GupLooksUp ? HugePteLock(vma, ptep) : default;
        var entry = Get(ptep);
        return entry.IsPresent && (!isWrite || entry.IsWritable);
    }
}
