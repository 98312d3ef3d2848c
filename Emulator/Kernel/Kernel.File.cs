using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

/// <content>The file's own calls: fs/hugetlbfs/inode.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>fallocate without a mode: every huge page that the range touches is there afterwards, and the file long enough.</summary>
    public Errno Fallocate(HugetlbFile file, ByteSize start, ByteSize end)
    {
        using var frame = Enter(KernelFunction.Fallocate);
        if (CheckFileRange(start, end) is var error and not Errno.None) return error;
        var last = (end.Bytes + file.PageBytes - 1) / file.PageBytes;
        for (var index = start.Bytes / file.PageBytes; index < last; index++)
        {
            if (file.Pages.Find(index) != PhysAddr.None) continue;
            if (!TryMakeFilePage(file, index)) return Errno.ENOSPC;
        }

        if (end > file.Size) file.Size = end;
        return Errno.None;
    }

    /// <summary>fallocate with FALLOC_FL_PUNCH_HOLE: the whole pages in the range are unmapped everywhere and leave the file.</summary>
    public Errno FallocatePunch(HugetlbFile file, ByteSize start, ByteSize end)
    {
        using var frame = Enter(KernelFunction.Fallocate);
        if (CheckFileRange(start, end) is var error and not Errno.None) return error;
        var first = (start.Bytes + file.PageBytes - 1) / file.PageBytes;
        var last = end.Bytes / file.PageBytes;
        if (rules.HasVmaLock || first < last) UnmapFromAll(file, first, last, dropsMarkers: false);
        if (first < last) RemovePages(file, first, last);
        return Errno.None;
    }

    /// <summary>
    /// ftruncate: everything from the new size on is unmapped everywhere and leaves the file; growing does the same, of nothing.
    /// </summary>
    public Errno Truncate(HugetlbFile file, ByteSize size)
    {
        using var frame = Enter(KernelFunction.Truncate);
        if (size.Bytes > long.MaxValue || !size.IsAligned(file.PageBytes)) return Errno.EINVAL;
        file.Size = size;
        var first = size.Bytes / file.PageBytes;
        UnmapFromAll(file, first, ulong.MaxValue / file.PageBytes, dropsMarkers: true);
        RemovePages(file, first, ulong.MaxValue / file.PageBytes);
        return Errno.None;
    }

    private static Errno CheckFileRange(ByteSize start, ByteSize end)
    {
        var length = (end - start).Bytes;
        if (start.Bytes > long.MaxValue || length is 0 or > long.MaxValue) return Errno.EINVAL;
        return end.Bytes > long.MaxValue ? Errno.EFBIG : Errno.None;
    }

    /// <summary>
    /// hugetlb_vmdelete_list: the pages [first, last) go out of every VMA that maps them, in tree order, each with its own flush.
    /// </summary>
    private void UnmapFromAll(HugetlbFile file, ulong first, ulong last, bool dropsMarkers)
    {
        using var iMmap = IMmapLockWrite(file);
        if (first >= last) return;
        var (start, end) = (new ByteSize(first * file.PageBytes), new ByteSize((last * file.PageBytes) - 1));
        for (var vma = file.IMmap.First(start, end); vma is not null; vma = IMmapTree.Next(vma, start, end))
        {
            var from = start > vma.FileOffset ? vma.Start + (start - vma.FileOffset) : vma.Start;
            var to = end < vma.FileLast ? vma.Start + (end - vma.FileOffset) + 1 : vma.End;
            UnmapHugepageRangeOf(vma, new(from, to), dropsMarkers);
        }
    }

    /// <summary>unmap_hugepage_range; the vma lock is only tried, which is no call of hugetlb_vma_lock_write.</summary>
    private void UnmapHugepageRangeOf(Vma vma, AddrRange range, bool dropsMarkers)
    {
        using var gather = TlbGatherMmu(vma.Mm);
        using (rules.ZapNotifies ? default : NotifierRange(vma, WidenToShared(vma, range), NotifierEvent.Clear))
        {
            UnmapHugepageRange(gather, vma, range, dropsMarkers);
        }

        TlbFinishMmu(gather);
    }

    private void RemovePages(HugetlbFile file, ulong first, ulong last)
    {
        Unreserve(file, first, last);
        var removed = file.Pages.Remove(first, last);
        if (file.IsPmdSized) machine.HugePages.Give(removed);
    }
}
