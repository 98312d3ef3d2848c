using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Changing entries where they are: mprotect (mm/mprotect.c), and hugetlb_change_protection.</content>
public sealed partial class Kernel<P>
{
    /// <summary>What a pass of hugetlb_change_protection does about userfaultfd write-protection (MM_CP_UFFD_WP*).</summary>
    private enum WpChange
    {
        None,

        /// <summary>Write-protect, with markers where there is no page.</summary>
        Protect,

        /// <summary>Take the protection away.</summary>
        Resolve,
    }

    /// <summary>mprotect. VMAs are changed one after the other; what was changed before an error stays so.</summary>
    /// <param name="access">PROT_READ, PROT_WRITE, PROT_EXEC as <see cref="VmFlags.Access"/> bits.</param>
    internal Errno Mprotect(Mm mm, AddrRange range, VmFlags access)
    {
        using var frame = Enter(KernelFunction.Mprotect);
        if (!range.Start.IsMultipleOf(Pt.Span)) return Errno.EINVAL;
        var length = RoundUpToPage(range.Length);
        if (length == 0) return Errno.None;
        range = new(range.Start, range.Start + length);
        if (range.IsEmpty) return Errno.ENOMEM;
        using var mmapLock = MmapWriteLock(mm);
        var vmas = mm.Vmas.Overlapping(range);
        if (vmas.Count == 0 || vmas[0].Start > range.Start) return Errno.ENOMEM;

        using var gather = TlbGatherMmu(mm);
        var error = MprotectVmas(vmas, range, access);
        TlbFinishMmu(gather);
        return error;
    }

    private Errno MprotectVmas(List<Vma> vmas, AddrRange range, VmFlags access)
    {
        var done = range.Start;
        foreach (var vma in vmas)
        {
            if (vma.Start > done) return Errno.ENOMEM;
            done = vma.End;
            if (((VmFlags)((int)access << 4) & ~vma.Flags & VmFlags.MayAccess) != 0) return Errno.EACCES;
            if (MprotectFixup(vma, range, access) is var error and not Errno.None) return error;
        }

        return done < range.End ? Errno.ENOMEM : Errno.None;
    }

    /// <summary>mprotect_fixup for one VMA: nothing at all if the protection is there already.</summary>
    private Errno MprotectFixup(Vma vma, AddrRange range, VmFlags access)
    {
        if ((vma.Flags & VmFlags.Access) == access) return Errno.None;
        if (SplitTo(vma, range, out var inside) is var error and not Errno.None) return error;
        VmaStartWrite(inside);
        Writes(inside.Key);
        inside.Flags = (inside.Flags & ~VmFlags.Access) | access;
        HugetlbChangeProtection(inside, inside.Range, WpChange.None);
        return Errno.None;
    }

    /// <summary>hugetlb_change_protection: every entry of the range gets the VMA's protection; a shared table is dropped instead.</summary>
    private void HugetlbChangeProtection(Vma vma, AddrRange range, WpChange wp)
    {
        using var frame = Enter(KernelFunction.HugetlbChangeProtection);
        using var gather = _rules.UnmapFlush == UnmapFlush.Gather ? TlbGatherMmu(vma.Mm) : default;
        var widened = WidenToShared(vma, range);
        using var notifier = NotifierRange(vma, widened, NotifierEvent.ProtectionVma);
        using (_rules.HasVmaLock ? HugetlbVmaLockWrite(vma) : default)
        using (IMmapLockWrite(vma.File))
        {
            var hasUnshared = ChangeEntries(gather, vma, range, wp);
            if (gather.IsOpen)
            {
                TlbFlushMmuTlbOnly(gather.State);
                HugePmdUnshareFlush(gather, vma);
            }
            else
            {
                FlushHugetlbTlbRange(vma, hasUnshared ? widened : range);
            }
        }

        if (gather.IsOpen) TlbFinishMmu(gather);
    }

    /// <returns>Was a shared table dropped?</returns>
    private bool ChangeEntries(Gather gather, Vma vma, AddrRange range, WpChange wp)
    {
        var hasUnshared = false;
        for (var address = range.Start; address < range.End; address += vma.PageBytes)
        {
            var ptep = HugePteOffset(vma, address);
            if (ptep.IsNull && wp == WpChange.Protect && _rules.WriteprotectMakesTables) ptep = HugePteAlloc(vma, address);
            if (ptep.IsNull)
            {
                if (_rules.SkipsAbsentTable) address = LastPageOfTable(vma, address);
                continue;
            }

            using var ptl = HugePteLock(vma, ptep);
            if (Unshare(gather, vma, address, ptep))
            {
                hasUnshared = true;
                address = AfterUnshare(vma, address);
            }
            else
            {
                ChangeEntry(gather, vma, address, ptep, wp);
            }
        }

        return hasUnshared;
    }

    private void ChangeEntry(Gather gather, Vma vma, VirtAddr address, PteRef ptep, WpChange wp)
    {
        var entry = Get(ptep);
        if (entry.IsNone)
        {
            if (wp == WpChange.Protect) Set(vma, address, ptep, Pte.ForMarker(PteMarkers.UffdWp));
        }
        else if (!entry.IsPresent)
        {
            if (wp == WpChange.Resolve && entry.IsUffdWpMarker) Set(vma, address, ptep, Pte.None);
        }
        else
        {
            Set(vma, address, ptep, Changed(vma, entry, wp));
            Probe.Tell(new Called(KernelFunction.HugePteModify, 1));
            if (gather.IsOpen) RecordHugePage(gather.State, vma, address);
        }
    }

    /// <summary>
    /// huge_pte_modify to vm_page_prot, which is writable only for a shared mapping that may be written, and never while it is
    /// registered for write-protection: then the next write asks (vma_wants_writenotify). Until 6.3 that held for mprotect alone.
    /// </summary>
    private Pte Changed(Vma vma, Pte entry, WpChange wp)
    {
        const VmFlags Writable = VmFlags.Write | VmFlags.Shared;
        var refused = wp == WpChange.Resolve && !_rules.ResolvesToPageProt ? VmFlags.None : VmFlags.UffdWp;
        var canWrite = (vma.Flags & (Writable | refused)) == Writable;
        if (wp == WpChange.Resolve) entry = entry.Without(Pte.UffdWp);
        var changed = entry.Modify((vma.Flags & VmFlags.Access) != 0, canWrite, (vma.Flags & VmFlags.Exec) != 0);
        return wp == WpChange.Protect ? changed.With(Pte.UffdWp).Without(Pte.Write) : changed;
    }

    /// <summary>huge_pmd_unshare as the release calls it inside a loop over entries: with its gather, its broadcast, or neither.</summary>
    private bool Unshare(Gather gather, Vma vma, VirtAddr address, PteRef ptep) =>
        gather.IsOpen ? HugePmdUnshare(gather, vma, address, ptep) : HugePmdUnshare(vma, address, ptep, _rules.SyncsEachTable);

    /// <summary>adjust_range_if_pmd_sharing_possible: a range inside a 1G that could be shared becomes the whole 1G.</summary>
    private static AddrRange WidenToShared(Vma vma, AddrRange range)
    {
        var inner = new AddrRange(vma.Start.AlignUp<Pud>(), vma.End.AlignDown<Pud>());
        if (!vma.MayShare || inner.IsEmpty || !inner.Overlaps(range)) return range;
        return new(
            range.Start > inner.Start ? range.Start.AlignDown<Pud>() : range.Start,
            range.End < inner.End ? range.End.AlignUp<Pud>() : range.End);
    }

    private static ulong RoundUpToPage(ByteSize length) => (length.Bytes + Pt.Span - 1) & ~(Pt.Span - 1);
}
