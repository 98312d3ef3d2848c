using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>The file's own calls: fs/hugetlbfs/inode.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>fallocate without a mode: every huge page that the range touches is there afterwards, and the file long enough.</summary>
    internal Errno Fallocate(HugetlbFile file, ByteSize start, ByteSize end)
    {
        using var frame = Enter(KernelFunction.Fallocate);
        if (CheckFileRange(start, end) is var error and not Errno.None) return error;
        var last = (end.Bytes + file.PageBytes - 1) / file.PageBytes;
        for (var index = start.Bytes / file.PageBytes; index < last; index++)
        {
            if (FallocateRun(file, index, last) is var done and not 0)
            {
                index += (ulong)(done - 1);
                continue;
            }

            using var mutex = FaultMutex(file, index);
            Reads(file.PagesKey);
            if (file.Pages.Find(index) != PhysAddr.None) continue;
            if (!TryMakeFilePage(file, index)) return Errno.ENOSPC;
        }

        Writes(file.PagesKey);
        if (end > file.Size) file.Size = end;
        return Errno.None;
    }

    /// <returns>How many pages from an index on were made in bulk (Kernel.Bulk.cs).</returns>
    private int FallocateRun(HugetlbFile file, ulong index, ulong last)
    {
        if (!IsSilent || !file.IsPmdSized || machine.HugePages.IsLimited) return 0;
        var count = (int)Math.Min((ulong)PageCache.LeftInBlock(index), last - index);
        return file.Pages.TryFindRun(index, count, mayAdd: true, out _) ? count : 0;
    }

    /// <summary>fallocate with FALLOC_FL_PUNCH_HOLE: the whole pages in the range are unmapped everywhere and leave the file.</summary>
    internal Errno FallocatePunch(HugetlbFile file, ByteSize start, ByteSize end)
    {
        using var frame = Enter(KernelFunction.Fallocate);
        if (CheckFileRange(start, end) is var error and not Errno.None) return error;
        var first = (start.Bytes + file.PageBytes - 1) / file.PageBytes;
        var last = end.Bytes / file.PageBytes;
        if (_rules.HasVmaLock || first < last) UnmapFromAll(file, first, last, dropsMarkers: false);
        if (first < last) RemovePages(file, first, last);
        return Errno.None;
    }

    /// <summary>
    /// ftruncate: everything from the new size on is unmapped everywhere and leaves the file; growing does the same, of nothing.
    /// </summary>
    internal Errno Truncate(HugetlbFile file, ByteSize size)
    {
        using var frame = Enter(KernelFunction.Truncate);
        if (size.Bytes > long.MaxValue || !size.IsAligned(file.PageBytes)) return Errno.EINVAL;
        Writes(file.PagesKey);
        file.Size = size;
        var first = size.Bytes / file.PageBytes;
        UnmapFromAll(file, first, ulong.MaxValue / file.PageBytes, dropsMarkers: true);
        Unreserve(file, first);
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
        List<Vma>? busy = null;
        using (IMmapLockWrite(file))
        {
            if (first >= last) return;
            Reads(file.IMmapKey);
            var (start, end) = (new ByteSize(first * file.PageBytes), new ByteSize((last * file.PageBytes) - 1));
            for (var vma = file.IMmap.First(start, end); vma is not null; vma = IMmapTree.Next(vma, start, end))
            {
                if (TryDownWrite(vma.Lock, out var held))
                {
                    using (held) UnmapHugepageRangeOf(vma, start, end, dropsMarkers);
                }
                else
                {
                    (busy ??= []).Add(vma);
                }
            }
        }

        if (busy is not null) UnmapBusy(file, busy, first, last, dropsMarkers);
    }

    /// <summary>
    /// What was passed over because its vma lock was busy is unmapped page by page when the pages are removed, with the locks in
    /// order (hugetlb_unmap_file_folio). Nobody waits for a lock here unless others run meanwhile.
    /// </summary>
    private void UnmapBusy(HugetlbFile file, List<Vma> busy, ulong first, ulong last, bool dropsMarkers)
    {
        var (start, end) = (new ByteSize(first * file.PageBytes), new ByteSize((last * file.PageBytes) - 1));
        foreach (var vma in busy)
        {
            using var vmaLock = HugetlbVmaLockWrite(vma);
            using var iMmap = IMmapLockWrite(file);
            if (!vma.IsDetached && vma.Lock is not null) UnmapHugepageRangeOf(vma, start, end, dropsMarkers);
        }
    }

    /// <summary>unmap_hugepage_range, of the bytes [<paramref name="start"/>, <paramref name="end"/>] of the file.</summary>
    private void UnmapHugepageRangeOf(Vma vma, ByteSize start, ByteSize end, bool dropsMarkers)
    {
        var from = start > vma.FileOffset ? vma.Start + (start - vma.FileOffset) : vma.Start;
        var to = end < vma.FileLast ? vma.Start + (end - vma.FileOffset) + 1 : vma.End;
        var range = new AddrRange(from, to);
        using var gather = TlbGatherMmu(vma.Mm);
        using (_rules.ZapNotifies ? default : NotifierRange(vma, WidenToShared(vma, range), NotifierEvent.Clear))
        {
            UnmapHugepageRange(gather, vma, range, dropsMarkers);
        }

        TlbFinishMmu(gather);
    }

    /// <summary>Others run meanwhile, and may have mapped a page again: it is unmapped and removed with no fault on it under way.</summary>
    private long RemoveOneByOne(HugetlbFile file, ulong first, ulong last)
    {
        var removed = 0L;
        foreach (var index in file.Pages.Indexes(first, last))
        {
            using var mutex = FaultMutex(file, index);
            UnmapFromAll(file, index, index + 1, dropsMarkers: false);
            Writes(file.PagesKey);
            removed += file.Pages.Remove(index, index + 1);
        }

        return removed;
    }

    private void RemovePages(HugetlbFile file, ulong first, ulong last)
    {
        var removed = machine.ActorCpus.IsEmpty ? file.Pages.Remove(first, last) : RemoveOneByOne(file, first, last);
        if (!file.IsPmdSized) return;
        if (machine.HugePages.IsLimited) Writes(StateKey.HugePages);
        machine.HugePages.Give(removed);
    }
}
