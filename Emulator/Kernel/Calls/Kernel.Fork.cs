using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>fork: dup_mmap (kernel/fork.c, mm/mmap.c) and copy_hugetlb_page_range.</content>
public sealed partial class Kernel<P>
{
    /// <summary>dup_mm: the child gets the VMAs; tables only where the release copies them, shared mappings fill by faults.</summary>
    public Mm Fork(Mm parent, string childName)
    {
        using var frame = Enter(KernelFunction.Fork);
        using var mmapLock = MmapWriteLock(parent);
        Writes(StateKey.Processes);
        var child = machine.CreateProcess(childName);
        foreach (var vma in parent.Vmas.All)
        {
            VmaStartWrite(vma);
            if ((vma.Flags & VmFlags.DontCopy) == 0) DupVma(vma, child);
        }

        // flush_tlb_mm: entries of the parent may have become read-only.
        FlushTlbMmRange(parent, new(VirtAddr.Zero, new(ulong.MaxValue)), Pt.Shift, freedTables: true);
        return child;
    }

    private void DupVma(Vma vma, Mm child)
    {
        // No userfaultfd has UFFD_FEATURE_EVENT_FORK: the child's VMA is not registered (dup_userfaultfd).
        var copy = new Vma(child, vma.Range, vma.File, vma.FileOffset, vma.Flags & ~VmFlags.Uffd)
        {
            Number = machine.NextNumber(cpu),
            Lock = NewVmaLock(vma.MayShare),
            HasAnonVma = vma.HasAnonVma,
        };
        child.Vmas.Add(copy);
        using (IMmapLockWrite(vma.File))
        {
            Writes(vma.File.IMmapKey);
            vma.File.IMmap.InsertAfter(copy, vma);
        }

        if (vma.HasAnonVma || _rules.ForkCopiesShared) CopyHugetlbPageRange(vma, copy);
    }

    /// <summary>copy_hugetlb_page_range. Before 6.0 it ran for shared mappings too, under i_mmap_rwsem.</summary>
    private void CopyHugetlbPageRange(Vma source, Vma copy)
    {
        using var frame = Enter(KernelFunction.CopyHugetlbPageRange);
        var isCow = (source.Flags & (VmFlags.Shared | VmFlags.MayWrite)) == VmFlags.MayWrite;
        using var notifier = isCow ? NotifierRange(source, source.Range, NotifierEvent.Clear) : default;
        using var iMmap = isCow ? default : IMmapLockRead(source.File);
        for (var address = source.Start; address < source.End; address += source.PageBytes)
        {
            var from = HugePteOffset(source, address);
            if (from.IsNull)
            {
                if (_rules.SkipsAbsentTable) address = LastPageOfTable(source, address);
                continue;
            }

            // Given the parent's VMA, the search for a sharer passes over the parent; looked up in the child, it finds the parent.
            var to = HugePteAlloc(isCow || !_rules.ForkSearchesByParent ? copy : source, address, copy.Mm);
            if (_tables.TableOf(to) == _tables.TableOf(from) || (!isCow && !Get(to).IsNone)) continue;
            using var ptl = HugePteLock(copy, to);
            // The lock of the source's table too (spin_lock_nested, which no function counts).
            using var sourcePtl = Spin(PageTableLockOf(source, from));
            CopyEntry(source, copy, address, from, to, isCow);
        }
    }

    /// <summary>A page of the file is mapped once more; one of a private mapping is shared by both until one of them writes.</summary>
    private void CopyEntry(Vma source, Vma copy, VirtAddr address, PteRef from, PteRef to, bool isCow)
    {
        var entry = Get(from);
        if (!entry.IsPresent) return;
        if (isCow) Set(source, address, from, entry.Without(Pte.Write));
        var page = source.File.PageOf(entry);
        Writes(StateKey.HugePages);
        if (machine.AnonymousPages.TryGetValue(page, out var mapped)) machine.AnonymousPages[page] = mapped + 1;
        Set(copy, address, to, (isCow ? entry.Without(Pte.Write) : entry).Without(Pte.UffdWp));
    }
}
