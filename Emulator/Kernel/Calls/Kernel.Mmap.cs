using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>mmap of a hugetlb file: mm/mmap.c, mm/vma.c, fs/hugetlbfs/inode.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>do_mmap with MAP_FIXED_NOREPLACE.</summary>
    public Errno Mmap(Mm mm, MmapRequest request)
    {
        using var frame = Enter(KernelFunction.Mmap);
        var file = request.File;
        // The length of a hugetlb mapping is rounded up before anything looks at it (ksys_mmap_pgoff).
        var length = (request.Range.Length.Bytes + file.PageBytes - 1) & ~(file.PageBytes - 1);
        var range = new AddrRange(request.Range.Start, request.Range.Start + length);
        if (LockedMmap(mm, request, range, length) is var error and not Errno.None) return error;

        // What can't be populated is not an error of mmap.
        if (request.Populates) Populate(mm, range, stopsAtError: false);
        return Errno.None;
    }

    private Errno LockedMmap(Mm mm, MmapRequest request, AddrRange range, ulong length)
    {
        var file = request.File;
        using var mmapLock = MmapWriteLock(mm);
        if (CheckMmap(mm, request, range, length) is var error and not Errno.None) return error;
        var vma = new Vma(mm, range, file, request.Offset, FlagsOf(request))
        {
            Number = machine.NextNumber(cpu),
            Lock = NewVmaLock(request.IsShared),
        };
        if (!request.Offset.IsAligned(file.PageBytes)) return UndoMmap(vma, Errno.EINVAL);
        if (request.Reserves && !TryReserve(vma)) return UndoMmap(vma, Errno.ENOMEM);

        LinkVma(vma);
        var end = request.Offset + new ByteSize(length);
        Writes(file.PagesKey);
        if ((request.Access & VmFlags.Write) != 0 && end > file.Size) file.Size = end;
        return Errno.None;
    }

    private static Errno CheckMmap(Mm mm, MmapRequest request, AddrRange range, ulong length)
    {
        var pageMask = request.File.PageBytes - 1;
        if (!request.Offset.IsAligned(Pt.Span)) return Errno.EINVAL;
        if (length == 0) return Errno.EINVAL;
        // The last byte's offset must fit into loff_t (file_mmap_ok).
        if (request.Offset.Bytes > long.MaxValue - Math.Min(length, long.MaxValue)) return Errno.EOVERFLOW;
        if (length > mm.TaskSize.Value) return Errno.ENOMEM;
        if ((range.Start.Value & pageMask) != 0) return Errno.EINVAL;
        if (range.Start.Value > mm.TaskSize.Value - length) return Errno.ENOMEM;
        if (mm.Vmas.Overlapping(range).Count > 0) return Errno.EEXIST;
        return request is { IsShared: true, IsReadOnlyFile: true } && (request.Access & VmFlags.Write) != 0 ? Errno.EACCES : Errno.None;
    }

    /// <summary>The file refuses a VMA that was made for it: the way back is unmap_region, with its notifier and flush, of nothing.</summary>
    private Errno UndoMmap(Vma vma, Errno why)
    {
        var (mm, range) = (vma.Mm, vma.Range);
        using var gather = TlbGatherMmu(mm);
        using (NotifierRange(mm, range, NotifierEvent.Unmap)) FreePgdRange(gather.State, range, FloorOf(mm, range), CeilingOf(mm, range));
        TlbFinishMmu(gather);
        return why;
    }

    /// <summary>A file that was opened read-only keeps VM_MAYSHARE, but neither VM_SHARED nor VM_MAYWRITE.</summary>
    private static VmFlags FlagsOf(MmapRequest request)
    {
        var flags = request.Access | VmFlags.MayAccess | VmFlags.DontExpand;
        if (!request.Reserves) flags |= VmFlags.NoReserve;
        if (!request.IsShared) return flags;
        flags |= VmFlags.Shared | VmFlags.MayShare;
        return request.IsReadOnlyFile ? flags & ~(VmFlags.Shared | VmFlags.MayWrite) : flags;
    }

    private RwSem? NewVmaLock(bool isShared) =>
        _rules.HasVmaLock && isShared ? new(new(StateKind.HugetlbVmaLock, machine.NextNumber(cpu))) : null;

    private void LinkVma(Vma vma)
    {
        VmaStartWrite(vma);
        using var iMmap = IMmapLockWrite(vma.File);
        Writes(vma.Mm.VmasKey);
        Writes(vma.File.IMmapKey);
        vma.Mm.Vmas.Add(vma);
        vma.File.IMmap.Insert(vma);
    }
}
