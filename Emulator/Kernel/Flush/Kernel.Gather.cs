using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>The mmu_gather: include/asm-generic/tlb.h and mm/mmu_gather.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>Tables of one batch (MAX_TABLE_BATCH): a full one is flushed and freed.</summary>
    private const int GatherTablesMax = 509;

    /// <summary>
    /// tlb_gather_mmu, also as tlb_gather_mmu_vma: what the walk will owe. It is disposed of at the end of a `using`, and a debt that is then
    /// left unpaid is reported.
    /// </summary>
    public Gather TlbGatherMmu(Mm mm) => OpenGather(mm, isFullMm: false);

    private Gather OpenGather(Mm mm, bool isFullMm)
    {
        Writes(mm.FlushesPendingKey);
        mm.FlushesPending++;
        return new(machine, new(mm, isFullMm));
    }

    /// <summary>huge_pmd_unshare_flush: pays for detached tables. It must run before i_mmap_rwsem is dropped.</summary>
    /// <param name="vma">The VMA whose tables they were: one flush of all of them, and a broadcast if one was left with a single user.</param>
    public void HugePmdUnshareFlush(Gather gather, Vma vma)
    {
        using var frame = Enter(KernelFunction.HugePmdUnshareFlush);
        var owed = gather.State;
        if (owed.HasUnshared)
        {
            if (!vma.File.IMmapLock.IsWriteLockedBy(cpu)) ReportUnlocked(vma, "its detached tables are flushed");
            TlbFlushMmuTlbOnly(owed);
        }

        if (!owed.HasFullyUnshared) return;
        TlbRemoveTableSyncOne();
        owed.HasFullyUnshared = false;
    }

    /// <summary>
    /// tlb_finish_mmu, once for each gather and last: what is still owed is flushed. A gather that ran inside another one flushes everything, to
    /// be safe.
    /// </summary>
    public void TlbFinishMmu(Gather gather)
    {
        using var frame = Enter(KernelFunction.TlbFinishMmu);
        var owed = gather.State;
        Reads(owed.Mm.FlushesPendingKey);
        if (owed.Mm.FlushesPending > 1)
        {
            owed.IsFullMm = true;
            owed.Reset();
            owed.HasFreedTables = true;
        }

        TlbFlushMmu(owed);
        Writes(owed.Mm.FlushesPendingKey);
        owed.Mm.FlushesPending--;
        owed.IsFinished = true;
    }

    private void TlbFlushMmuTlbOnly(GatherState owed)
    {
        if (!owed.OwesFlush) return;
        var range = owed.IsFullMm ? new AddrRange(VirtAddr.Zero, new(ulong.MaxValue)) : owed.Range;
        // arm64 asks freed_tables for whether the walk caches must go too; since 7.2 unshared_tables as well (c2ff4764e03e).
        var dropsTables = owed.HasFreedTables || (owed.HasUnshared && _rules.FlushesTablesAfterUnshare);
        FlushTlbMmRange(owed.Mm, range, owed.StrideShift, owed.HasFreedTables, machine.FlushesLeavesOnly && !dropsTables);
        owed.Reset();
    }

    private void TlbFlushMmu(GatherState owed)
    {
        TlbFlushMmuTlbOnly(owed);
        owed.PagesWaiting = 0;
        FreeWaitingTables(owed);
    }

    /// <summary>tlb_remove_page_size: a page that leaves the tables waits for the flush.</summary>
    private void TlbRemovePage(GatherState owed)
    {
        if (++owed.PagesWaiting >= _rules.GatherPagesMax) TlbFlushMmu(owed);
    }

    /// <summary>
    /// pmd_free_tlb and its kin: a table that no VMA needs any more, whose entry at <typeparamref name="TAbove"/> was cleared.
    /// </summary>
    private void FreeTableTlb<TAbove>(GatherState owed, PhysAddr table, VirtAddr address) where TAbove : struct, ILevel
    {
        owed.RecordFreedTable<TAbove>(address);
        owed.TablesWaiting.Add(table);
        if (!_rules.BatchesTables)
        {
            TlbRemovePage(owed);
        }
        else if (owed.TablesWaiting.Count == GatherTablesMax)
        {
            TlbFlushMmuTlbOnly(owed);
            FreeWaitingTables(owed);
        }
    }

    private void FreeWaitingTables(GatherState owed)
    {
        if (owed.TablesWaiting.Count == 0) return;
        Probe.Tell(new Called(KernelFunction.FreeTable, owed.TablesWaiting.Count));
        foreach (var table in owed.TablesWaiting) machine.FreeTable(table);
        owed.TablesWaiting.Clear();
    }
}
