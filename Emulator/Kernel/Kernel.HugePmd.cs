using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

/// <content>Sharing and unsharing of PMD tables: mm/hugetlb.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>A walk starts: hugetlb_unshare_pmds, or hugetlb_unshare_all_pmds of releases that have no other.</summary>
    public FrameScope<P> HugetlbUnsharePmds() => Enter(KernelFunction.HugetlbUnsharePmds);

    /// <summary>huge_pte_alloc: the entry for an address, with a table that is shared where one can be, else made.</summary>
    /// <param name="into">Whose tables, if not those of the VMA's own mm (fork, until 6.0: Kernel.Fork.cs).</param>
    private PteRef HugePteAlloc(Vma vma, VirtAddr address, Mm? into = null)
    {
        var mm = into ?? vma.Mm;
        var pud = PudAlloc(mm, address);
        if (!vma.File.IsPmdSized) return pud;
        return WantPmdShare(vma, address) && pud.Value.IsNone
            ? HugePmdShare(mm, vma, address, pud)
            : PmdAlloc(mm, pud, address);
    }

    /// <summary>want_pmd_share, in the kernel's order of tests.</summary>
    private bool WantPmdShare(Vma vma, VirtAddr address)
    {
        if (vma.UffdForbidsSharing) return false;
        return !rules.TestsPudBeforeShare || MayShareAt(vma, address);
    }

    /// <summary>vma_shareable: a shared mapping, with its vma lock where that exists, that contains the whole 1G.</summary>
    private bool MayShareAt(Vma vma, VirtAddr address) =>
        vma.MayShare && (!rules.HasVmaLock || vma.Lock is not null) && vma.ContainsPud(address);

    /// <summary>huge_pmd_share: takes the table of the first VMA of the file that agrees and has one; else a table is made.</summary>
    private PteRef HugePmdShare(Mm mm, Vma vma, VirtAddr address, PteRef pud)
    {
        using var frame = Enter(KernelFunction.HugePmdShare);
        if (!MayShareAt(vma, address)) return PmdAlloc(mm, pud, address);
        using var iMmap = rules.HasVmaLock ? IMmapLockRead(vma.File) : default;
        var shared = FindShareable(vma, address);
        if (!shared.IsNull)
        {
            var table = _arena.TableOf(shared);
            _arena.Info(table).ShareCount++;
            if (!rules.SharesUnderPageTableLock) Probe.Calls(KernelFunction.HugePteLock, 1);
            pud.Value = Pte.ForTable(table);
            mm.PmdTables++;
        }

        return PmdAlloc(mm, pud, address);
    }

    private PteRef FindShareable(Vma vma, VirtAddr address)
    {
        var offset = vma.OffsetOf(address);
        var tree = vma.File.IMmap;
        for (var other = tree.First(offset, offset); other is not null; other = IMmapTree.Next(other, offset, offset))
        {
            if (other == vma) continue;
            var there = other.Start + (offset - other.FileOffset);
            if (!IsPageTableShareable(other, there, vma, address)) continue;
            var entry = HugePteOffset(other, there);
            if (!entry.IsNull) return entry;
        }

        return PteRef.Null;
    }

    /// <summary>page_table_shareable: the same place in the 1G, equal flags, and the other VMA contains its 1G too.</summary>
    private bool IsPageTableShareable(Vma other, VirtAddr there, Vma vma, VirtAddr address) =>
        address.Index<Pmd>() == there.Index<Pmd>()
        && other.Flags == vma.Flags
        && other.ContainsPud(there)
        && (!rules.HasVmaLock || other.Lock is not null);

    /// <summary>
    /// huge_pmd_unshare, before 6.19: detaches the table that <paramref name="ptep"/> lies in, if others use it too. It clears the
    /// PUD entry and drops one share; the pages of the 1G are then empty in this mm until they are touched.
    /// </summary>
    /// <param name="broadcast">Between the two, wait for walkers on all CPUs (1013af4f585f, 6.16).</param>
    public bool HugePmdUnshare(Vma vma, VirtAddr address, PteRef ptep, bool broadcast = false)
    {
        Probe.Calls(KernelFunction.HugePmdUnshare, 1);
        if (!IsShared(vma, ptep)) return false;
        Detach(vma, address, ptep, broadcast);
        return true;
    }

    /// <summary>huge_pmd_unshare since 8ce720d5bd91 (6.19): the same, and the gather owes the flush and perhaps the broadcast.</summary>
    public bool HugePmdUnshare(Gather gather, Vma vma, VirtAddr address, PteRef ptep)
    {
        Probe.Calls(KernelFunction.HugePmdUnshare, 1);
        if (!IsShared(vma, ptep)) return false;
        Owe(gather.State, address, Detach(vma, address, ptep, broadcast: false));
        return true;
    }

    private static void Owe(GatherState owed, VirtAddr address, int othersLeft)
    {
        owed.HasUnshared = true;
        if (othersLeft == 0) owed.HasFullyUnshared = true;
        var start = address.AlignDown<Pud>();
        owed.Record<Pmd>(new(start, start + Pud.Span));
    }

    private bool IsShared(Vma vma, PteRef ptep) =>
        vma.File.IsPmdSized && _arena.Info(_arena.TableOf(ptep)).ShareCount != 0;

    /// <returns>How many others still share the table with whoever has it.</returns>
    private int Detach(Vma vma, VirtAddr address, PteRef ptep, bool broadcast)
    {
        if (!vma.File.IMmapLock.IsWriteLocked) ReportUnlocked(vma, $"the table of {address.AlignDown<Pud>()} is detached");
        var pud = PudOffset(vma.Mm, address);
        pud.Value = Pte.None;
        if (broadcast) TlbRemoveTableSyncOne();
        return DropShare(vma.Mm, _arena.TableOf(ptep));
    }

    private int DropShare(Mm mm, PhysAddr table)
    {
        ref var info = ref _arena.Info(table);
        info.ShareCount--;
        mm.PmdTables--;
        Tally.Unshared++;
        Probe.Calls(KernelFunction.PudClear, 1);
        return info.ShareCount;
    }
}
