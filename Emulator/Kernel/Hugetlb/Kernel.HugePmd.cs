using System.Runtime.CompilerServices;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Sharing and unsharing of PMD tables: mm/hugetlb.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>
    /// A walk starts: hugetlb_unshare_pmds, or hugetlb_unshare_all_pmds of releases that have no other. What the walk calls until the end of the
    /// scope is counted below it, so it comes first.
    /// </summary>
    public FrameScope<P> HugetlbUnsharePmds() => Enter(KernelFunction.HugetlbUnsharePmds);

    /// <summary>huge_pte_alloc: the entry for an address, with a table that is shared where one can be, otherwise made.</summary>
    /// <param name="into">Whose tables, if not those of the VMA's own mm (fork, until 6.0: Kernel.Fork.cs).</param>
    private PteRef HugePteAlloc(Vma vma, VirtAddr address, Mm? into = null)
    {
        var mm = into ?? vma.Mm;
        var pud = PudAlloc(mm, address);
        if (!vma.IsPmdSized) return pud;
        return WantPmdShare(vma, address) && Get(pud).IsNone
            ? HugePmdShare(mm, vma, address, pud)
            : PmdAlloc(mm, pud, address);
    }

    /// <summary>want_pmd_share, in the kernel's order of tests.</summary>
    private bool WantPmdShare(Vma vma, VirtAddr address)
    {
        Reads(vma.Key);
        if (vma.UffdForbidsSharing && _rules.UffdForbidsSharing) return false;
        return !_rules.TestsPudBeforeShare || MayShareAt(vma, address);
    }

    /// <summary>vma_shareable: a shared mapping, with its vma lock where that exists, that contains the whole 1G.</summary>
    private bool MayShareAt(Vma vma, VirtAddr address) =>
        vma.MayShare && (!_rules.HasVmaLock || vma.Lock is not null) && vma.ContainsPud(address);

    /// <summary>huge_pmd_share: takes the table of the first VMA of the file that agrees and has one; otherwise a table is made.</summary>
    private PteRef HugePmdShare(Mm mm, Vma vma, VirtAddr address, PteRef pud)
    {
        using var frame = Enter(KernelFunction.HugePmdShare);
        if (!MayShareAt(vma, address)) return PmdAlloc(mm, pud, address);
        using var iMmap = _rules.HasVmaLock ? IMmapLockRead(vma.File) : default;
        var shared = FindShareable(vma, address);
        if (!shared.IsNull) EnterShared(mm, vma, address, pud, shared);
        return PmdAlloc(mm, pud, address);
    }

    /// <summary>The table counts its new user first; another thread of the mm may have entered it meanwhile.</summary>
    private void EnterShared(Mm mm, Vma vma, VirtAddr address, PteRef pud, PteRef shared)
    {
        var table = _tables.TableOf(shared);
        Writes(StateKey.Shares(table));
        _arena.Info(table).ShareCount++;
        using var ptl = _rules.SharesUnderPageTableLock ? PageTableLock(mm) : HugePteLock(vma, shared);
        if (Get(pud).IsNone)
        {
            Set(mm, address.AlignDown<Pud>(), Pud.Shift, pud, Pte.ForTable(table));
            mm.PmdTables++;
        }
        else
        {
            Writes(StateKey.Shares(table));
            _arena.Info(table).ShareCount--;
        }
    }

    private PteRef FindShareable(Vma vma, VirtAddr address)
    {
        var offset = vma.OffsetOf(address);
        var tree = vma.File.IMmap;
        Reads(vma.File.IMmapKey);
        for (var other = tree.First(offset, offset); other is not null; other = IMmapTree.Next(other, offset, offset))
        {
            if (other == vma) continue;
            Reads(other.Key);
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
        && (!_rules.HasVmaLock || other.Lock is not null);

    /// <summary>
    /// huge_pmd_unshare, before 6.19: detaches the table that <paramref name="ptep"/> lies in, if others use it too. It clears the
    /// PUD entry and drops one share; the pages of the 1G are then empty in this mm until they are touched.
    /// </summary>
    /// <param name="address">Any address of the 1G.</param>
    /// <param name="ptep">Its entry as <see cref="TryHugePteOffset"/> found it, locked by <see cref="HugePteLock"/>.</param>
    /// <param name="broadcast">Between the two, wait for walkers on all CPUs (1013af4f585f, 6.16).</param>
    /// <returns>Was it detached? The caller then owes a flush of the 1G before it drops i_mmap_rwsem.</returns>
    public bool HugePmdUnshare(Vma vma, VirtAddr address, PteRef ptep, bool broadcast = false)
    {
        Probe.Tell(new Called(KernelFunction.HugePmdUnshare, 1));
        var tables = _tables;
        if (!IsShared(vma, ptep, in tables.InfoOf(ptep))) return false;
        DetachApart(vma, address, ptep, broadcast);
        return true;
    }

    /// <summary>huge_pmd_unshare since 8ce720d5bd91 (6.19): the same, and the gather owes the flush and perhaps the broadcast.</summary>
    /// <param name="gather">Open, of the VMA's mm: <see cref="TlbGatherMmu"/>.</param>
    /// <param name="address">Any address of the 1G.</param>
    /// <param name="ptep">As above.</param>
    /// <returns>Was it detached?</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HugePmdUnshare(Gather gather, Vma vma, VirtAddr address, PteRef ptep)
    {
        Probe.Tell(new Called(KernelFunction.HugePmdUnshare, 1));
        var tables = _tables;
        ref var info = ref tables.InfoOf(ptep);
        if (!IsShared(vma, ptep, in info)) return false;
        Owe(gather.State, address, Detach(vma, address, ptep, ref info, broadcast: false));
        return true;
    }

    /// <summary>Not in line: in a loop that finds little to unshare, its values would take the registers of the others.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DetachApart(Vma vma, VirtAddr address, PteRef ptep, bool broadcast) =>
        Detach(vma, address, ptep, ref _tables.InfoOf(ptep), broadcast);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Owe(GatherState owed, VirtAddr address, int othersLeft)
    {
        owed.HasUnshared = true;
        if (othersLeft == 0) owed.HasFullyUnshared = true;
        var start = address.AlignDown<Pud>();
        owed.Record<Pmd>(new(start, start + Pud.Span));
    }

    /// <summary>Before 6.13 the page's reference count was asked, which whoever else holds the page raises too (59d9094df3d7).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsShared(Vma vma, PteRef ptep, in FrameInfo info)
    {
        if (vma.IsPmdSized) Reads(StateKey.Shares(_tables.TableOf(ptep)));
        // A table of 1G pages has no share count: what most entries are asked stands first.
        if (info.ShareCount == 0 && (info.Held == 0 || !_rules.CountsPageReferences)) return false;
        return vma.IsPmdSized;
    }

    /// <returns>How many others still share the table with whoever has it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Detach(Vma vma, VirtAddr address, PteRef ptep, ref FrameInfo info, bool broadcast)
    {
        CheckLocksOfDetach(vma, address);
        Set(vma.Mm, address.AlignDown<Pud>(), Pud.Shift, PudOffsetThatIs(vma.Mm, address), Pte.None);
        if (broadcast) TlbRemoveTableSyncOne();
        return DropShare(vma.Mm, ptep, ref info, address.AlignDown<Pud>());
    }

    /// <summary>
    /// i_mmap_rwsem for writing; and the hugetlb vma lock, unless no fault can run in the VMA because it is write-locked itself.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CheckLocksOfDetach(Vma vma, VirtAddr address)
    {
        // In line is what the walks hold; whether something else will do is asked rarely.
        if (!vma.File.IMmapLock.IsWriteLockedBy(cpu) || (vma.Lock is { } sem && !sem.IsWriteLockedBy(cpu))) ReportLocksOfDetach(vma, address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HoldsLocksOfDetach(Vma vma) => vma.File.IMmapLock.IsWriteLockedBy(cpu) && HoldsVmaLockOfDetach(vma);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HoldsVmaLockOfDetach(Vma vma) =>
        vma.Lock is null || vma.Lock.IsWriteLockedBy(cpu) || vma.VmaLock.IsWriteLockedBy(cpu);

    private void ReportLocksOfDetach(Vma vma, VirtAddr address)
    {
        if (!vma.File.IMmapLock.IsWriteLockedBy(cpu)) ReportUnlocked(vma, $"the table of {address.AlignDown<Pud>()} is detached");
        if (HoldsVmaLockOfDetach(vma)) return;
        var what = $"the hugetlb vma lock is not held for writing while the table of {address.AlignDown<Pud>()} is detached in {vma}";
        machine.Report(new(CheckNames.LockHeld, what) { Process = vma.Mm.Name, Range = vma.Range });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int DropShare(Mm mm, PteRef ptep, ref FrameInfo info, VirtAddr slot)
    {
        Writes(StateKey.Shares(_tables.TableOf(ptep)));
        var left = --info.ShareCount;
        mm.PmdTables--;
        Tally.Unshared++;
        if (left < 0) ReportNoSharer(mm, _tables.TableOf(ptep), slot);
        Probe.Tell(new Called(KernelFunction.PudClear, 1));
        return left;
    }

    private void ReportNoSharer(Mm mm, PhysAddr table, VirtAddr slot)
    {
        var range = new AddrRange(slot, slot + Pud.Span);
        var what = $"{mm.Name} {range}: table {table} is detached from its only user: a reference on its page was taken for a sharer";
        machine.Report(new(CheckNames.ShareCount, what) { Process = mm.Name, Range = range });
    }
}
