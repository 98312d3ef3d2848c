namespace Emulator.Accounting;

/// <summary>
/// A function of Linux that the emulator enters, by its C name (<see cref="KernelFunctions.CName"/>). Those up to
/// <see cref="PmdAlloc"/> are the <c>calls</c> of the output contract, in its order; the rest are frames of a flame graph
/// and places to put a cost.
/// </summary>
public enum KernelFunction
{
    /// <summary>huge_pte_offset, also where a release calls it hugetlb_walk.</summary>
    HugePteOffset,
    HugePteLock,
    HugePmdShare,
    HugePmdUnshare,

    /// <summary>hugetlb_unshare_pmds, with hugetlb_unshare_all_pmds of releases that have no other.</summary>
    HugetlbUnsharePmds,
    HugePmdUnshareFlush,
    FlushTlbMmRange,
    TlbRemoveTableSyncOne,
    MmuNotifierInvalidateRangeStart,
    IMmapLockWrite,
    IMmapLockRead,
    HugetlbVmaLockWrite,
    HugetlbVmaLockRead,
    PmdAlloc,

    // System calls: the roots of a flame graph.
    Mmap,
    Munmap,
    Exit,
    Fork,
    Mprotect,
    Mremap,
    Madvise,
    Mlock,
    Fallocate,
    Truncate,
    UserfaultfdRegister,
    UserfaultfdUnregister,
    UserfaultfdWriteprotect,
    UserfaultfdContinue,
    PageFault,

    /// <summary>switch_mm_irqs_off of an actor's CPU.</summary>
    SwitchMm,

    /// <summary>Looks tables up without a lock, with interrupts off; no call of its own.</summary>
    GupFast,

    // What they pass through.
    SplitVma,
    HugetlbFault,
    HugetlbNoPage,
    HugetlbWp,
    HugePteAlloc,
    UnmapVmas,
    UnmapHugepageRange,
    FreePgtables,
    TlbFinishMmu,
    CopyHugetlbPageRange,
    HugetlbChangeProtection,
    MoveHugetlbPageTables,

    // Where time goes: leaves.

    /// <summary>Zeroing or copying one huge page.</summary>
    FolioZeroUser,

    /// <summary>The entry of one huge page gets another protection.</summary>
    HugePteModify,

    /// <summary>One huge page leaves the page tables.</summary>
    ZapHugePage,

    /// <summary>A table taken from a mm's PUD: the entry cleared, the share count dropped.</summary>
    PudClear,

    /// <summary>One table page given back.</summary>
    FreeTable,

    /// <summary>This CPU flushes everything of the mm.</summary>
    FlushTlbLocalFull,

    /// <summary>This CPU flushes one page number (INVLPG).</summary>
    FlushTlbOne,

    /// <summary>A page for a table that was missing.</summary>
    AllocTable,

    /// <summary>A function is run on other CPUs and its end waited for: a flush, or a broadcast that waits for walkers.</summary>
    SmpCallFunctionMany,

    /// <summary>The interrupt to one of them.</summary>
    SendIpi,

    /// <summary>
    /// No function: the page-table lock of another table than the last one is taken, so its descriptor comes from memory. In
    /// the call tree it stands beside the lock's function, below that which takes the lock.
    /// </summary>
    TableMiss,

    // No functions: what a hypervisor does that shadows page tables (docs/costs.md). Entries of tables that are written, by call.

    /// <summary>The first write to any table.</summary>
    ShadowWrite,

    /// <summary>A table of pages other than the last one is written.</summary>
    ShadowTable,

    /// <summary>A table is written for the third time in a row, or a second table of pages is written; once a call.</summary>
    ShadowZap,
}
