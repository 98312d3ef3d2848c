using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>mremap: mm/mremap.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>mremap of hugetlb memory: it never grows; it shrinks in place by unmapping the tail; it moves to a fixed place.</summary>
    internal Errno Mremap(Mm mm, MremapRequest request)
    {
        using var frame = Enter(KernelFunction.Mremap);
        var (old, length) = (RoundUpToPage(request.Old.Length), RoundUpToPage(request.NewLength));
        var moves = request.To is not null || request.DontUnmap;
        if (request.DontUnmap && (!(request.MayMove || request.To is not null) || old != length)) return Errno.EINVAL;
        if (!request.Old.Start.IsMultipleOf(Pt.Span) || length == 0) return Errno.EINVAL;
        if (moves && _rules.MremapChecksFirst && CheckTarget(mm, request, old, length) is var early and not Errno.None) return early;

        using var mmapLock = MmapWriteLock(mm);
        if (_rules.MremapMovesSeveral && request.To is not null && old == length) return RemapMove(mm, request, old);
        var vma = mm.Vmas.At(request.Old.Start);
        if (vma is null) return Errno.EFAULT;
        if (RoundToHugePages(vma, request, ref old, ref length) is var error and not Errno.None) return error;
        if (!moves)
        {
            if (old == length) return Errno.None;
            return old > length ? Munmap(mm, new(request.Old.Start + length, request.Old.Start + old)) : Errno.EINVAL;
        }

        if (CheckTarget(mm, request, old, length) is var late and not Errno.None) return late;
        if (_rules.MremapChecksFirst && length > (vma.End - request.Old.Start).Bytes) return Errno.EFAULT;
        return MremapTo(mm, request, old, length);
    }

    /// <summary>hugetlb lengths are rounded up; addresses must be aligned; it does not grow.</summary>
    private Errno RoundToHugePages(Vma vma, MremapRequest request, ref ulong old, ref ulong length)
    {
        var mask = vma.PageBytes - 1;
        if (!_rules.MremapMoves) return request.To is not null || request.DontUnmap || length > old ? Errno.EINVAL : Errno.None;
        old = (old + mask) & ~mask;
        length = (length + mask) & ~mask;
        if (!request.Old.Start.IsMultipleOf(vma.PageBytes)) return Errno.EINVAL;
        if (request.To is { } to && !to.IsMultipleOf(vma.PageBytes)) return Errno.EINVAL;
        if (length > old) return Errno.EINVAL;
        // VM_DONTEXPAND: a hugetlb mapping can't be left behind.
        return request.DontUnmap ? Errno.EINVAL : Errno.None;
    }

    private static Errno CheckTarget(Mm mm, MremapRequest request, ulong old, ulong length)
    {
        if (request.To is not { } to) return Errno.None;
        if (!to.IsMultipleOf(Pt.Span)) return Errno.EINVAL;
        if (length > mm.TaskSize.Value || to.Value > mm.TaskSize.Value - length) return Errno.EINVAL;
        var overlaps = request.Old.Start.Value + old > to.Value && to.Value + length > request.Old.Start.Value;
        return overlaps ? Errno.EINVAL : Errno.None;
    }

    /// <summary>mremap_to: the target is unmapped, the tail too if it shrinks, then the rest moves.</summary>
    private Errno MremapTo(Mm mm, MremapRequest request, ulong old, ulong length)
    {
        var (start, to) = (request.Old.Start, request.To!.Value);
        if (Munmap(mm, new(to, to + length)) is var error and not Errno.None) return error;
        if (old > length && Munmap(mm, new(start + length, start + old)) is var tail and not Errno.None) return tail;
        var vma = mm.Vmas.At(start);
        if (vma is null || length > (vma.End - start).Bytes) return Errno.EFAULT;
        return MoveVma(vma, new(start, start + length), to);
    }

    private Errno MoveVma(Vma vma, AddrRange old, VirtAddr to)
    {
        if (_rules.Split == SplitRule.BeforeSplit) UnshareAtBothEnds(vma, old);
        VmaStartWrite(vma);
        var moved = new Vma(vma.Mm, new(to, to + old.Length), vma.File, vma.OffsetOf(old.Start), vma.Flags)
        {
            Number = machine.NextNumber(cpu),
            Lock = NewVmaLock(vma.MayShare),
            Uffd = vma.Uffd,
            HasAnonVma = vma.HasAnonVma,
            Reserved = vma.Reserved,
            IsRobbed = vma.IsRobbed,
        };
        LinkVma(moved);
        // The reservation went with the new VMA (clear_vma_resv_huge_pages).
        vma.Reserved = null;
        var movedBytes = MoveHugetlbPageTables(vma, moved, old, to);
        if (movedBytes < old.Length.Bytes)
        {
            // Only what was reported as moved goes back, and the new place is unmapped with all that is in it.
            MoveHugetlbPageTables(moved, vma, new(to, to + movedBytes), old.Start);
            Munmap(vma.Mm, new(to, to + old.Length));
            return Errno.ENOMEM;
        }

        // No userfaultfd has UFFD_FEATURE_EVENT_REMAP: the new VMA is not registered (mremap_userfaultfd_prep).
        Writes(moved.Key);
        moved.Flags &= ~VmFlags.Uffd;
        moved.Uffd = null;
        return Munmap(vma.Mm, old);
    }

    /// <summary>may_split of both ends, which unshares in the releases where it does so before the split.</summary>
    private void UnshareAtBothEnds(Vma vma, AddrRange old)
    {
        if (vma.Start != old.Start) UnshareAtSplit(vma, old.Start, takeLocks: true);
        if (vma.End != old.End) UnshareAtSplit(vma, old.End, takeLocks: true);
    }

    /// <summary>move_hugetlb_page_tables.</summary>
    /// <returns>
    /// The bytes moved as the caller reads them: the function returns an int, so they are cut to 32 bits and sign-extended;
    /// and they count to the end of the 1G where the last table was skipped.
    /// </returns>
    private ulong MoveHugetlbPageTables(Vma vma, Vma newVma, AddrRange old, VirtAddr to)
    {
        using var frame = Enter(KernelFunction.MoveHugetlbPageTables);
        using var gather = _rules.UnmapFlush == UnmapFlush.Gather ? TlbGatherMmu(vma.Mm) : default;
        var widened = WidenToShared(vma, old);
        var end = old.Start;
        using (NotifierRange(vma, widened, NotifierEvent.Clear))
        using (_rules.HasVmaLock ? HugetlbVmaLockWrite(vma) : default)
        using (IMmapLockWrite(vma.File))
        {
            var hasUnshared = MoveEntries(gather, vma, newVma, old, to, out end);
            if (gather.IsOpen)
            {
                TlbFlushMmuTlbOnly(gather.State);
                HugePmdUnshareFlush(gather, vma);
            }
            else
            {
                FlushHugetlbTlbRange(vma, hasUnshared ? widened : old);
            }
        }

        if (gather.IsOpen) TlbFinishMmu(gather);
        return (ulong)(long)(int)(end - old.Start).Bytes;
    }

    /// <param name="end">Where the loop ended: at the end of the range, or beyond it if the last table was skipped.</param>
    private bool MoveEntries(Gather gather, Vma vma, Vma newVma, AddrRange old, VirtAddr to, out VirtAddr end)
    {
        var hasUnshared = false;
        for (end = old.Start; end < old.End; end += vma.PageBytes, to += vma.PageBytes)
        {
            var from = HugePteOffset(vma, end);
            if (!from.IsNull && Get(from).IsNone) continue;
            var unshared = !from.IsNull && Unshare(gather, vma, end, from);
            hasUnshared |= unshared;
            if (from.IsNull || unshared)
            {
                var last = LastPageOfTable(vma, end);
                to = _rules.MremapKeepsDelta ? to + (last - end) : LastPageOfTable(newVma, to);
                end = last;
                continue;
            }

            var target = HugePteAlloc(newVma, to);
            using var ptl = HugePteLock(newVma, target);
            var entry = Get(from);
            Set(vma, end, from, Pte.None);
            Move(newVma, to, target, entry, _rules.MremapClearsUffdWp && vma.Uffd is not null);
            if (gather.IsOpen) RecordHugePage(gather.State, vma, end);
        }

        return hasUnshared;
    }

    /// <summary>move_huge_pte.</summary>
    private void Move(Vma vma, VirtAddr address, PteRef target, Pte entry, bool clearsUffdWp)
    {
        if (clearsUffdWp && entry.IsUffdWpMarker) return;
        Set(vma, address, target, clearsUffdWp && entry.IsPresent ? entry.Without(Pte.UffdWp) : entry);
    }
}
