using System.Text;

namespace Emulator.Probes;

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

/// <summary>Names and order of <see cref="KernelFunction"/>.</summary>
public static class KernelFunctions
{
    private static readonly string[] CNames = Names();

    /// <summary>How many there are.</summary>
    public static int Count => CNames.Length;

    /// <summary>The functions whose calls the JSON answer lists, in its order.</summary>
    public static IEnumerable<KernelFunction> Counted
    {
        get
        {
            for (KernelFunction function = 0; function <= KernelFunction.PmdAlloc; function++) yield return function;
        }
    }

    /// <summary>The function of a C name; null if there is none.</summary>
    public static KernelFunction? Named(string name) =>
        Array.IndexOf(CNames, name) is >= 0 and var index ? (KernelFunction)index : null;

    /// <summary>The name in C, as a kernel developer greps for it.</summary>
    public static string CName(this KernelFunction function) => CNames[(int)function];

    private static string[] Names()
    {
        var names = new string[typeof(KernelFunction).GetEnumNames().Length];
        for (var function = 0; function < names.Length; function++) names[function] = NameOf((KernelFunction)function);
        return names;
    }

    private static string NameOf(KernelFunction function) => function switch
    {
        KernelFunction.IMmapLockWrite => "i_mmap_lock_write",
        KernelFunction.IMmapLockRead => "i_mmap_lock_read",
        KernelFunction.Mmap => "do_mmap",
        KernelFunction.Munmap => "do_vmi_munmap",
        KernelFunction.Exit => "exit_mmap",
        KernelFunction.Fork => "dup_mmap",
        KernelFunction.Mprotect => "do_mprotect_pkey",
        KernelFunction.Mremap => "do_mremap",
        KernelFunction.Madvise => "do_madvise",
        KernelFunction.Mlock => "do_mlock",
        KernelFunction.Fallocate => "hugetlbfs_fallocate",
        KernelFunction.Truncate => "hugetlb_vmtruncate",
        KernelFunction.UserfaultfdContinue => "mfill_atomic_hugetlb",
        KernelFunction.SwitchMm => "switch_mm_irqs_off",
        KernelFunction.PageFault => "handle_mm_fault",
        KernelFunction.SplitVma => "__split_vma",
        KernelFunction.UnmapHugepageRange => "__unmap_hugepage_range",
        KernelFunction.FlushTlbLocalFull => "flush_tlb_local",
        KernelFunction.FlushTlbOne => "flush_tlb_one_user",
        KernelFunction.AllocTable => "alloc_pages (table)",
        KernelFunction.FreeTable => "tlb_remove_table",
        KernelFunction.PudClear => "pud_clear",
        KernelFunction.SmpCallFunctionMany => "smp_call_function_many_cond",
        _ => SnakeCase(function.ToString()),
    };

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
