using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>madvise: mm/madvise.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>madvise. A hole in the range gives ENOMEM, after the rest was done.</summary>
    internal Errno Madvise(Mm mm, AddrRange range, MadviseBehavior behavior)
    {
        using var frame = Enter(KernelFunction.Madvise);
        if (!range.Start.IsMultipleOf(Pt.Span)) return Errno.EINVAL;
        var length = RoundUpToPage(range.Length);
        if (range.Length.Bytes != 0 && length == 0) return Errno.EINVAL;
        range = new(range.Start, range.Start + length);
        if (range.End < range.Start) return Errno.EINVAL;
        if (range.IsEmpty) return Errno.None;
        if (behavior is MadviseBehavior.PopulateRead or MadviseBehavior.PopulateWrite)
        {
            return _rules.AdvisesHugetlb ? MadvisePopulate(mm, range, behavior == MadviseBehavior.PopulateWrite) : Errno.EINVAL;
        }

        // Flags change under mmap_lock for writing, entries go under it for reading, and a hole is punched without it.
        using var forFlags = ChangesFlags(behavior) ? MmapWriteLock(mm) : default;
        using var forEntries = behavior == MadviseBehavior.Dontneed ? MmapReadLock(mm) : default;
        Reads(mm.VmasKey);
        var done = range.Start;
        var hole = Errno.None;
        foreach (var vma in mm.Vmas.Overlapping(range))
        {
            if (vma.Start > done) hole = Errno.ENOMEM;
            done = vma.End;
            if (MadviseVma(vma, vma.Range.Intersect(range), behavior) is var error and not Errno.None) return error;
        }

        return done < range.End ? Errno.ENOMEM : hole;
    }

    private static bool ChangesFlags(MadviseBehavior behavior) =>
        behavior is not (MadviseBehavior.Dontneed or MadviseBehavior.Remove or MadviseBehavior.Willneed);

    private Errno MadviseVma(Vma vma, AddrRange range, MadviseBehavior behavior) => behavior switch
    {
        MadviseBehavior.Dontneed => MadviseDontneed(vma, range),
        MadviseBehavior.Remove => MadviseRemove(vma, range),
        MadviseBehavior.Willneed => Errno.None,
        MadviseBehavior.Normal => MadviseFlags(vma, range, VmFlags.None, VmFlags.SeqRead | VmFlags.RandRead),
        MadviseBehavior.Sequential => MadviseFlags(vma, range, VmFlags.SeqRead, VmFlags.RandRead),
        MadviseBehavior.Random => MadviseFlags(vma, range, VmFlags.RandRead, VmFlags.SeqRead),
        MadviseBehavior.Dontdump => MadviseFlags(vma, range, VmFlags.DontDump, VmFlags.None),
        MadviseBehavior.Dodump => MadviseFlags(vma, range, VmFlags.None, VmFlags.DontDump),
        MadviseBehavior.Dontfork => MadviseFlags(vma, range, VmFlags.DontCopy, VmFlags.None),
        MadviseBehavior.Dofork => MadviseFlags(vma, range, VmFlags.None, VmFlags.DontCopy),
        MadviseBehavior.Nohugepage => MadviseFlags(vma, range, VmFlags.NoHugePage, VmFlags.None),
        _ => throw new EnsureException($"{behavior} is not advice for a VMA"),
    };

    /// <summary>madvise_update_vma: splits to the range, unless the flags are so already.</summary>
    private Errno MadviseFlags(Vma vma, AddrRange range, VmFlags set, VmFlags cleared)
    {
        var flags = (vma.Flags & ~cleared) | set;
        if (flags == vma.Flags) return Errno.None;
        if (SplitTo(vma, range, out var inside) is var error and not Errno.None) return error;
        VmaStartWrite(inside);
        Writes(inside.Key);
        inside.Flags = flags;
        return Errno.None;
    }

    /// <summary>MADV_DONTNEED: the end is rounded down to a huge page, the start must be at one.</summary>
    private Errno MadviseDontneed(Vma vma, AddrRange range)
    {
        var pageMask = vma.PageBytes - 1;
        if (!_rules.AdvisesHugetlb || (range.Start.Value & pageMask) != 0) return Errno.EINVAL;
        range = new(range.Start, new(range.End.Value & ~pageMask));
        if (!range.IsEmpty) ZapPageRange(vma, range);
        return Errno.None;
    }

    /// <summary>zap_page_range_single.</summary>
    private void ZapPageRange(Vma vma, AddrRange range)
    {
        using var gather = TlbGatherMmu(vma.Mm);
        using (NotifierRange(vma, WidenToShared(vma, range), NotifierEvent.Clear))
        using (_rules.HasVmaLock ? HugetlbVmaLockWrite(vma) : default)
        using (IMmapLockWrite(vma.File))
        {
            UnmapHugepageRange(gather, vma, range, dropsMarkers: false);
        }

        TlbFinishMmu(gather);
    }

    /// <summary>MADV_REMOVE: a hole is punched into the file.</summary>
    private Errno MadviseRemove(Vma vma, AddrRange range)
    {
        var needed = VmFlags.Shared | (_rules.RemoveAsksMayWrite ? VmFlags.MayWrite : VmFlags.Write);
        if ((vma.Flags & needed) != needed) return Errno.EACCES;
        var offset = vma.OffsetOf(range.Start);
        return FallocatePunch(vma.File, new(offset.Bytes), new(offset.Bytes + range.Length.Bytes));
    }
}
