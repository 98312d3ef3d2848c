using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Page faults on hugetlb memory: hugetlb_fault and what it calls, mm/hugetlb.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>A page fault of a program (do_user_addr_fault): under the VMA's own lock since 6.10, or under mmap_lock.</summary>
    private FaultResult UserFault(Mm mm, VirtAddr address, bool isWrite)
    {
        if (_rules.FaultsUnderVmaLock)
        {
            // lock_vma_under_rcu: found without a lock, so looked at again once it is held. Where it is write-locked the kernel goes
            // on to wait for mmap_lock, which is let go at the same time.
            Reads(mm.VmasKey);
            if (mm.Vmas.At(address) is { } vma)
            {
                using var vmaLock = Down(vma.VmaLock, LockMode.Read);
                Reads(vma.Key);
                if (!vma.IsDetached && vma.Range.Contains(address)) return HandleMmFault(vma, address, isWrite);
            }
        }

        using var mmapLock = MmapReadLock(mm);
        return mm.Vmas.At(address) is { } found ? HandleMmFault(found, address, isWrite) : FaultResult.Sigsegv;
    }

    /// <summary>The access is checked against the VMA, the entry filled.</summary>
    private FaultResult HandleMmFault(Vma vma, VirtAddr address, bool isWrite)
    {
        Reads(vma.Key);
        var needed = isWrite ? VmFlags.Write : VmFlags.Access;
        if ((vma.Flags & needed) == 0) return FaultResult.Sigsegv;
        using var frame = Enter(KernelFunction.PageFault);
        return HugetlbFault(vma, new(address.Value & ~(vma.PageBytes - 1)), isWrite);
    }

    private FaultResult HugetlbFault(Vma vma, VirtAddr address, bool isWrite)
    {
        using var frame = Enter(KernelFunction.HugetlbFault);
        if (_rules.FaultLooksUpFirst) HugePteOffset(vma, address);
        using var mutex = FaultMutex(vma.File, vma.PageIndex(address));
        using var held = _rules.HasVmaLock ? HugetlbVmaLockRead(vma) : IMmapLockRead(vma.File);
        var ptep = HugePteAlloc(vma, address);
        var found = Get(ptep);
        if (!found.IsPresent) return HugetlbNoPage(vma, address, ptep, found, isWrite);
        using var ptl = HugePteLock(vma, ptep);
        var entry = Get(ptep);
        if (entry != found) return FaultResult.Handled;
        if (!isWrite || entry.IsWritable) return FaultResult.Handled;
        if ((vma.Flags & VmFlags.UffdWp) != 0 && entry.IsUffdWp) return FaultResult.Sigbus;
        return HugetlbWp(vma, address, ptep);
    }

    /// <summary>hugetlb_no_page: the entry is empty; the page is found in the file, made, or refused.</summary>
    private FaultResult HugetlbNoPage(Vma vma, VirtAddr address, PteRef ptep, Pte empty, bool isWrite)
    {
        using var frame = Enter(KernelFunction.HugetlbNoPage);
        if (vma.IsRobbed) return FaultResult.Sigbus;
        Reads(vma.File.PagesKey);
        var page = vma.File.Pages.Find(vma.PageIndex(address));
        var isAnonymous = false;
        if (page == PhysAddr.None)
        {
            if (vma.OffsetOf(address) >= vma.File.Size) return FaultResult.Sigbus;
            if ((vma.Flags & VmFlags.UffdMissing) != 0) return OwnedByUserfaultfd(vma, ptep);
            isAnonymous = !vma.MayShare;
            // vmf_anon_prepare: also where there is no page then.
            vma.HasAnonVma |= isAnonymous && _rules.PreparesAnonVmaFirst;
            if (!TryMakePage(vma, address, isAnonymous, out page)) return RecheckedSigbus(vma, ptep);
        }
        else if ((vma.Flags & VmFlags.UffdMinor) != 0)
        {
            return OwnedByUserfaultfd(vma, ptep);
        }

        using var ptl = HugePteLock(vma, ptep);
        // Another thread was faster (pte_same): the access looks again.
        if (Get(ptep) != empty) return FaultResult.Handled;
        var wasWriteProtected = empty.IsUffdWpMarker;
        var canWrite = !wasWriteProtected && (vma.Flags & (VmFlags.Write | VmFlags.Shared)) == (VmFlags.Write | VmFlags.Shared);
        var filled = MakeHugePte(vma, page, canWrite);
        Set(vma, address, ptep, wasWriteProtected ? filled.With(Pte.UffdWp) : filled);
        if (wasWriteProtected)
        {
            var copies = isWrite && (vma.Flags & VmFlags.Shared) == 0 && !_rules.WpLeavesUffdWp;
            return copies ? HugetlbWp(vma, address, ptep) : FaultResult.Handled;
        }

        if (!isWrite || canWrite) return FaultResult.Handled;
        if (!isAnonymous) return HugetlbWp(vma, address, ptep);
        Set(vma, address, ptep, MakeHugePte(vma, page, canWrite: true));
        return FaultResult.Handled;
    }

    private bool TryMakePage(Vma vma, VirtAddr address, bool isAnonymous, out PhysAddr page, bool avoidsReserve = false)
    {
        page = PhysAddr.None;
        if (!isAnonymous)
        {
            var index = vma.PageIndex(address);
            if (!TryMakeFilePage(vma.File, index)) return false;
            page = vma.File.Pages.Find(index);
            return true;
        }

        if (!TryTakePage(vma.File, avoidsReserve ? null : vma.Reserved, vma.PageIndex(address))) return false;
        Probe.Tell(new Called(KernelFunction.FolioZeroUser, 1));
        page = TakeAnonymousPage(vma);
        return true;
    }

    private bool TryMakeFilePage(HugetlbFile file, ulong index)
    {
        if (!TryTakePage(file, file.Reserved, index)) return false;
        Probe.Tell(new Called(KernelFunction.FolioZeroUser, 1));
        Writes(file.PagesKey);
        file.Pages.Add(index);
        return true;
    }

    private PhysAddr TakeAnonymousPage(Vma vma)
    {
        Writes(StateKey.HugePages);
        var page = machine.Physical.Reserve(vma.PageBytes);
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
        if (_rules.HasVmaLock) return RecheckedSigbus(vma, ptep);
        Probe.Tell(new Called(KernelFunction.IMmapLockRead, 1));
        return FaultResult.Sigbus;
    }

    private FaultResult RecheckedSigbus(Vma vma, PteRef ptep)
    {
        using var ptl = HugePteLock(vma, ptep);
        return FaultResult.Sigbus;
    }

    /// <summary>
    /// hugetlb_wp: a write to an entry that does not allow it. A shared page becomes writable; a page that is this mm's alone too;
    /// of any other a copy is made, and the old translation flushed as one 4 kB page (ptep_clear_flush). An entry that is still
    /// write-protected by a registration that another mode replaced stays so: the kernel answers "try again", for ever.
    /// </summary>
    private FaultResult HugetlbWp(Vma vma, VirtAddr address, PteRef ptep)
    {
        using var frame = Enter(KernelFunction.HugetlbWp);
        var entry = Get(ptep);
        if (_rules.WpLeavesUffdWp && entry.IsUffdWp) throw KernelDeadlockException.EndlessFault(vma, address);
        var old = vma.File.PageOf(entry);
        Reads(StateKey.HugePages);
        if (vma.MayShare || machine.AnonymousPages.GetValueOrDefault(old) == 1)
        {
            Set(vma, address, ptep, entry.With(Pte.Write | Pte.Dirty | Pte.SoftDirty));
            return FaultResult.Handled;
        }

        var isOwners = vma.Reserved is not null && machine.AnonymousPages.ContainsKey(old);
        if (!TryMakePage(vma, address, isAnonymous: true, out var copy, avoidsReserve: isOwners))
        {
            if (!isOwners) return FaultResult.Sigbus;
            UnmapRefPrivate(vma, address, ptep, old);
            Set(vma, address, ptep, entry.With(Pte.Write | Pte.Dirty | Pte.SoftDirty));
            return FaultResult.Handled;
        }

        using var notifier = NotifierRange(vma, new(address, address + vma.PageBytes), NotifierEvent.Clear);
        HugePteOffset(vma, address);
        Set(vma, address, ptep, Pte.None);
        FreeIfAnonymous(vma, old);
        FlushTlbMmRange(vma.Mm, new(address, address + Pt.Span), Pt.Shift, freedTables: false);
        Set(vma, address, ptep, MakeHugePte(vma, copy, canWrite: true));
        return FaultResult.Handled;
    }

    private static Pte MakeHugePte(Vma vma, PhysAddr page, bool canWrite)
    {
        var canExecute = (vma.Flags & VmFlags.Exec) != 0;
        return vma.IsPmdSized ? Pte.ForPage<Pmd>(page, canWrite, canExecute) : Pte.ForPage<Pud>(page, canWrite, canExecute);
    }
}
