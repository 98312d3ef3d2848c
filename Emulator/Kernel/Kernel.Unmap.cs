using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

/// <content>Taking VMAs out: unmap_vmas and __unmap_hugepage_range.</content>
public sealed partial class Kernel<P>
{
    /// <summary>unmap_region: entries, then VMAs and tables, then the flush that both owe. Pays and closes the gather.</summary>
    /// <param name="range">What the caller unmaps, for the notifier.</param>
    /// <param name="goes">All VMAs in it, by address; each goes whole.</param>
    private void UnmapRegion(Gather gather, AddrRange range, List<Vma> goes)
    {
        using var debt = gather;
        UnmapVmas(gather, range, goes);
        FreePgtables(gather.State, goes);
        TlbFinishMmu(gather);
    }

    private void UnmapVmas(Gather gather, AddrRange range, List<Vma> goes)
    {
        using var frame = Enter(KernelFunction.UnmapVmas);
        using var notifier = NotifierRange(goes[0], range, NotifierEvent.Unmap);
        foreach (var vma in goes)
        {
            using var vmaLock = rules.HasVmaLock ? HugetlbVmaLockWrite(vma) : default;
            using var iMmap = IMmapLockWrite(vma.File);
            UnmapHugepageRange(gather, vma, vma.Range);
        }
    }

    /// <summary>__unmap_hugepage_range: entry by entry; a shared table is dropped whole, its pages are its other users'.</summary>
    private void UnmapHugepageRange(Gather gather, Vma vma, AddrRange range)
    {
        using var frame = Enter(KernelFunction.UnmapHugepageRange);
        using var notifier = rules.ZapNotifies ? NotifierRange(vma, range, NotifierEvent.Clear) : default;
        var hasUnshared = false;
        for (var address = range.Start; address < range.End; address += vma.File.PageBytes)
        {
            var ptep = HugePteOffset(vma, address);
            if (ptep.IsNull)
            {
                if (rules.SkipsAbsentTable) address = LastPageOfTable(vma, address);
                continue;
            }

            using var ptl = HugePteLock(vma, ptep);
            if (UnshareForUnmap(gather, vma, address, ptep))
            {
                hasUnshared = true;
                address = AfterUnshare(vma, address);
            }
            else
            {
                ZapHugePage(gather.State, vma, address, ptep);
            }
        }

        if (rules.UnmapFlush == UnmapFlush.Gather) HugePmdUnshareFlush(gather, vma);
        else if (rules.UnmapFlush == UnmapFlush.Forced && hasUnshared) TlbFlushMmuTlbOnly(gather.State);
    }

    /// <summary>huge_pmd_unshare as the release's unmap calls it, with what it records in the gather.</summary>
    private bool UnshareForUnmap(Gather gather, Vma vma, VirtAddr address, PteRef ptep)
    {
        if (rules.UnmapFlush == UnmapFlush.Gather) return HugePmdUnshare(gather, vma, address, ptep);
        if (!HugePmdUnshare(vma, address, ptep, rules.SyncsEachTable)) return false;
        var start = address.AlignDown<Pud>();
        if (rules.UnmapFlush == UnmapFlush.Forced) gather.State.Record<Pmd>(new(start, start + Pud.Span));
        return true;
    }

    private void ZapHugePage(GatherState owed, Vma vma, VirtAddr address, PteRef ptep)
    {
        var entry = ptep.Value;
        if (entry.IsNone) return;
        ptep.Value = Pte.None;
        Probe.Calls(KernelFunction.ZapHugePage, 1);
        var page = new AddrRange(address, address + vma.File.PageBytes);
        if (vma.File.IsPmdSized) owed.Record<Pmd>(page);
        else owed.Record<Pud>(page);
        FreeIfAnonymous(vma, vma.File.IsPmdSized ? entry.LeafAddress<Pmd>() : entry.LeafAddress<Pud>());
        TlbRemovePage(owed);
    }

    private void FreeIfAnonymous(Vma vma, PhysAddr page)
    {
        if (machine.AnonymousPages.Remove(page) && vma.File.IsPmdSized) machine.HugePages.Give();
    }

    /// <summary>What a loop over huge pages goes on from after a success of huge_pmd_unshare.</summary>
    private VirtAddr AfterUnshare(Vma vma, VirtAddr address) =>
        rules.AddressAfterUnshare == AddressAfterUnshare.AlignUp
            ? address.AlignUp<Pud>() - Pmd.Span
            : LastPageOfTable(vma, address);

    /// <summary>hugetlb_mask_last_page: the last huge page of the table that an address goes through.</summary>
    private static VirtAddr LastPageOfTable(Vma vma, VirtAddr address) =>
        vma.File.IsPmdSized ? address.AlignDown<Pud>() + (Pud.Span - Pmd.Span) : address.AlignDown<P4d>() + (P4d.Span - Pud.Span);
}
