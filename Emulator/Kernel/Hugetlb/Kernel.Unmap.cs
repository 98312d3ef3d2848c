using Emulator.Native;
using Emulator.Probes;

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
            using var vmaLock = _rules.HasVmaLock ? HugetlbVmaLockWrite(vma) : default;
            using var iMmap = IMmapLockWrite(vma.File);
            UnmapHugepageRange(gather, vma, vma.Range, dropsMarkers: true);
            // Under both locks, so that nobody takes a table of it for sharing any more (hugetlb_vma_unlock_write_free).
            Writes(vma.Key);
            vma.Lock = null;
        }
    }

    /// <summary>__unmap_hugepage_range: entry by entry; a shared table is dropped whole, its pages are its other users'.</summary>
    /// <param name="dropsMarkers">ZAP_FLAG_DROP_MARKER: uffd-wp markers go too.</param>
    private void UnmapHugepageRange(Gather gather, Vma vma, AddrRange range, bool dropsMarkers)
    {
        using var frame = Enter(KernelFunction.UnmapHugepageRange);
        // Told of the worst case, as every caller since tells itself (dff11abe280b).
        using var notifier = _rules.ZapNotifies ? NotifierRange(vma, WidenToShared(vma, range), NotifierEvent.Unmap) : default;
        var hasUnshared = false;
        for (var address = range.Start; address < range.End; address += vma.PageBytes)
        {
            if (IsSilent && UnmapRun(gather, vma, new(address, range.End), dropsMarkers, ref hasUnshared) is { IsEmpty: false } done)
            {
                address = done.End - new ByteSize(vma.PageBytes);
                continue;
            }

            var ptep = HugePteOffset(vma, address);
            if (ptep.IsNull)
            {
                if (_rules.SkipsAbsentTable) address = LastPageOfTable(vma, address);
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
                ZapHugePage(gather.State, vma, address, ptep, dropsMarkers);
            }
        }

        if (_rules.UnmapFlush == UnmapFlush.Gather) HugePmdUnshareFlush(gather, vma);
        else if (_rules.UnmapFlush == UnmapFlush.Forced && hasUnshared) TlbFlushMmuTlbOnly(gather.State);
    }

    /// <summary>huge_pmd_unshare as the release's unmap calls it, with what it records in the gather.</summary>
    private bool UnshareForUnmap(Gather gather, Vma vma, VirtAddr address, PteRef ptep)
    {
        if (_rules.UnmapFlush == UnmapFlush.Gather) return Unshare(gather, vma, address, ptep);
        if (!Unshare(default, vma, address, ptep)) return false;
        var start = address.AlignDown<Pud>();
        if (_rules.UnmapFlush == UnmapFlush.Forced) gather.State.Record<Pmd>(new(start, start + Pud.Span));
        return true;
    }

    private void ZapHugePage(GatherState owed, Vma vma, VirtAddr address, PteRef ptep, bool dropsMarkers)
    {
        var entry = Get(ptep);
        if (entry.IsNone) return;
        var isWriteProtected = entry.IsUffdWpMarker || (entry.IsPresent && entry.IsUffdWp);
        Set(vma, address, ptep, isWriteProtected && !dropsMarkers ? Pte.ForMarker(PteMarkers.UffdWp) : Pte.None);
        if (!entry.IsPresent) return;
        Probe.Tell(new Called(KernelFunction.ZapHugePage, 1));
        RecordHugePage(owed, vma, address);
        if (FreeIfAnonymous(vma, vma.File.PageOf(entry))) RestoreReservation(vma, address);
        TlbRemovePage(owed);
    }

    /// <summary>tlb_remove_huge_tlb_entry: the entry of one huge page changed or went.</summary>
    private static void RecordHugePage(GatherState owed, Vma vma, VirtAddr address)
    {
        var page = new AddrRange(address, address + vma.PageBytes);
        if (vma.IsPmdSized) owed.Record<Pmd>(page);
        else owed.Record<Pud>(page);
    }

    /// <summary>One entry less maps the page; the last one gives a private mapping's page back.</summary>
    /// <returns>Is it free now?</returns>
    private bool FreeIfAnonymous(Vma vma, PhysAddr page)
    {
        Writes(StateKey.HugePages);
        if (!machine.AnonymousPages.TryGetValue(page, out var mapped)) return false;
        if (mapped > 1)
        {
            machine.AnonymousPages[page] = mapped - 1;
            return false;
        }

        machine.AnonymousPages.Remove(page);
        if (vma.IsPmdSized) machine.HugePages.Give(1);
        return true;
    }

    /// <summary>What a loop over huge pages goes on from after a success of huge_pmd_unshare.</summary>
    private VirtAddr AfterUnshare(Vma vma, VirtAddr address) =>
        _rules.AddressAfterUnshare == AddressAfterUnshare.AlignUp
            ? address.AlignUp<Pud>() - Pmd.Span
            : LastPageOfTable(vma, address);

    /// <summary>hugetlb_mask_last_page: the last huge page of the table that an address goes through.</summary>
    private static VirtAddr LastPageOfTable(Vma vma, VirtAddr address) =>
        vma.IsPmdSized ? address.AlignDown<Pud>() + (Pud.Span - Pmd.Span) : address.AlignDown<P4d>() + (P4d.Span - Pud.Span);
}
