using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

/// <content>Page faults on hugetlb memory: hugetlb_fault and what it calls, mm/hugetlb.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>A page fault of the mm: the VMA is found, the access checked against it, the entry filled.</summary>
    private FaultResult HandleMmFault(Mm mm, VirtAddr address, bool isWrite)
    {
        var vma = mm.Vmas.At(address);
        if (vma is null) return FaultResult.Sigsegv;
        var needed = isWrite ? VmFlags.Write : VmFlags.Access;
        if ((vma.Flags & needed) == 0) return FaultResult.Sigsegv;
        using var frame = Enter(KernelFunction.PageFault);
        return HugetlbFault(vma, new(address.Value & ~(vma.File.PageBytes - 1)), isWrite);
    }

    private FaultResult HugetlbFault(Vma vma, VirtAddr address, bool isWrite)
    {
        using var frame = Enter(KernelFunction.HugetlbFault);
        if (rules.FaultLooksUpFirst) HugePteOffset(vma, address);
        using var held = rules.HasVmaLock ? HugetlbVmaLockRead(vma) : IMmapLockRead(vma.File);
        var ptep = HugePteAlloc(vma, address);
        if (!ptep.Value.IsPresent) return HugetlbNoPage(vma, address, ptep, isWrite);
        using var ptl = HugePteLock(vma, ptep);
        var entry = ptep.Value;
        if (!isWrite || entry.IsWritable) return FaultResult.Handled;
        if ((vma.Flags & VmFlags.UffdWp) != 0 && entry.IsUffdWp) return FaultResult.Sigbus;
        return HugetlbWp(vma, address, ptep);
    }

    /// <summary>hugetlb_no_page: the entry is empty; the page is found in the file, made, or refused.</summary>
    private FaultResult HugetlbNoPage(Vma vma, VirtAddr address, PteRef ptep, bool isWrite)
    {
        using var frame = Enter(KernelFunction.HugetlbNoPage);
        var page = vma.File.Pages.Find(vma.PageIndex(address));
        var isAnonymous = false;
        if (page == PhysAddr.None)
        {
            if (vma.OffsetOf(address) >= vma.File.Size) return FaultResult.Sigbus;
            if ((vma.Flags & VmFlags.UffdMissing) != 0) return OwnedByUserfaultfd(vma, ptep);
            isAnonymous = !vma.MayShare;
            if (!TryMakePage(vma, address, isAnonymous, out page)) return RecheckedSigbus(vma, ptep);
        }
        else if ((vma.Flags & VmFlags.UffdMinor) != 0)
        {
            return OwnedByUserfaultfd(vma, ptep);
        }

        using var ptl = HugePteLock(vma, ptep);
        var wasWriteProtected = ptep.Value.IsUffdWpMarker;
        var canWrite = !wasWriteProtected && (vma.Flags & (VmFlags.Write | VmFlags.Shared)) == (VmFlags.Write | VmFlags.Shared);
        ptep.Value = MakeHugePte(vma, page, canWrite);
        if (wasWriteProtected)
        {
            ptep.Value = ptep.Value.With(Pte.UffdWp);
            return FaultResult.Handled;
        }

        if (!isWrite || canWrite) return FaultResult.Handled;
        if (!isAnonymous) return HugetlbWp(vma, address, ptep);
        ptep.Value = MakeHugePte(vma, page, canWrite: true);
        return FaultResult.Handled;
    }

    private bool TryMakePage(Vma vma, VirtAddr address, bool isAnonymous, out PhysAddr page)
    {
        page = PhysAddr.None;
        if (!isAnonymous)
        {
            var index = vma.PageIndex(address);
            if (!TryMakeFilePage(vma.File, index)) return false;
            page = vma.File.Pages.Find(index);
            return true;
        }

        if (!TryTakePage(vma.File, vma.Reserved, vma.PageIndex(address))) return false;
        Probe.Calls(KernelFunction.FolioZeroUser, 1);
        page = TakeAnonymousPage(vma);
        return true;
    }

    private bool TryMakeFilePage(HugetlbFile file, ulong index)
    {
        if (!TryTakePage(file, file.Reserved, index)) return false;
        Probe.Calls(KernelFunction.FolioZeroUser, 1);
        file.Pages.Add(index);
        return true;
    }

    private PhysAddr TakeAnonymousPage(Vma vma)
    {
        var page = machine.Physical.Reserve(vma.File.PageBytes);
        machine.AnonymousPages[page] = 1;
        vma.HasAnonVma = true;
        return page;
    }

    /// <summary>
    /// handle_userfault with UFFD_FEATURE_SIGBUS. Until 6.0 the fault path's i_mmap lock was dropped around it and taken again;
    /// since 6.1 the entry is checked under its lock before (hugetlb_pte_stable).
    /// </summary>
    private FaultResult OwnedByUserfaultfd(Vma vma, PteRef ptep)
    {
        if (rules.HasVmaLock) return RecheckedSigbus(vma, ptep);
        Probe.Calls(KernelFunction.IMmapLockRead, 1);
        return FaultResult.Sigbus;
    }

    private FaultResult RecheckedSigbus(Vma vma, PteRef ptep)
    {
        using var ptl = HugePteLock(vma, ptep);
        return FaultResult.Sigbus;
    }

    /// <summary>
    /// hugetlb_wp: a write to an entry that does not allow it. A shared page becomes writable; a page that is this mm's alone too;
    /// of any other a copy is made, and the old translation flushed as one 4 kB page (ptep_clear_flush).
    /// </summary>
    private FaultResult HugetlbWp(Vma vma, VirtAddr address, PteRef ptep)
    {
        using var frame = Enter(KernelFunction.HugetlbWp);
        var old = vma.File.PageOf(ptep.Value);
        if (vma.MayShare || machine.AnonymousPages.GetValueOrDefault(old) == 1)
        {
            ptep.Value = ptep.Value.With(Pte.Write | Pte.Dirty | Pte.SoftDirty);
            return FaultResult.Handled;
        }

        if (!TryMakePage(vma, address, isAnonymous: true, out var copy)) return FaultResult.Sigbus;
        using var notifier = NotifierRange(vma, new(address, address + vma.File.PageBytes), NotifierEvent.Clear);
        HugePteOffset(vma, address);
        ptep.Value = Pte.None;
        FreeIfAnonymous(vma, old);
        FlushTlbMmRange(vma.Mm, new(address, address + Pt.Span), Pt.Shift);
        ptep.Value = MakeHugePte(vma, copy, canWrite: true);
        return FaultResult.Handled;
    }

    private static Pte MakeHugePte(Vma vma, PhysAddr page, bool canWrite)
    {
        var canExecute = (vma.Flags & VmFlags.Exec) != 0;
        return vma.File.IsPmdSized ? Pte.ForPage<Pmd>(page, canWrite, canExecute) : Pte.ForPage<Pud>(page, canWrite, canExecute);
    }
}
