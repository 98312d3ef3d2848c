using Emulator.Native;

namespace Emulator.Probes;

/// <summary>
/// The name of a piece of state that more than one CPU can reach, or of a lock. Two steps that touch none alike can change
/// places without anybody seeing a difference: that is all that the exploration of interleavings needs to know of a step.
/// </summary>
/// <param name="Id">Which one of its kind: a number that the machine gave, or an address.</param>
public readonly record struct StateKey(StateKind Kind, ulong Id)
{
    /// <summary>The first of the kinds that are locks.</summary>
    private const StateKind FirstLock = StateKind.MmapLock;

    /// <summary>Its place in the order of locks; only of a lock.</summary>
    public int Rank => Kind - FirstLock;

    public bool IsLock => Kind >= FirstLock;

    public static StateKey Entry(PhysAddr place) => new(StateKind.Entry, place.Value);

    public static StateKey Shares(PhysAddr table) => new(StateKind.Shares, table.Value);

    public static StateKey PageTableLock(PhysAddr table) => new(StateKind.PageTableLock, table.Value);

    /// <summary>Which PUD tables a mm has, and P4D tables where there are five levels.</summary>
    public static StateKey UpperTables(int mm) => new(StateKind.UpperTables, (ulong)mm);

    public static StateKey Interrupts(int cpu) => new(StateKind.Interrupts, (ulong)cpu);

    public static StateKey Cpu(int cpu) => new(StateKind.Cpu, (ulong)cpu);

    public static StateKey HugePages => new(StateKind.HugePages, 0);

    public static StateKey Processes => new(StateKind.Processes, 0);

    /// <summary>The lock's name in Linux.</summary>
    public string LockName => Kind switch
    {
        StateKind.MmapLock => "mmap_lock",
        StateKind.VmaLock => "the per-VMA lock",
        StateKind.FaultMutex => "hugetlb_fault_mutex",
        StateKind.HugetlbVmaLock => "hugetlb vma lock",
        StateKind.IMmapLock => "i_mmap_rwsem",
        StateKind.PageTableLock => "page table lock",
        StateKind.Interrupts => $"interrupts of CPU {Id}",
        _ => throw new EnsureException($"{Kind} is not a lock"),
    };
}

/// <summary>What kind of thing a <see cref="StateKey"/> names: the state that several CPUs can reach, and the locks over it.</summary>
public enum StateKind
{
    /// <summary>One entry of a table, by its physical address.</summary>
    Entry,

    /// <summary>How many others use a table (pt_share_count), by the table's address.</summary>
    Shares,

    /// <summary>A VMA's bounds and flags.</summary>
    Vma,

    /// <summary>Which VMAs a mm has (mm_mt).</summary>
    Vmas,

    /// <summary>Which VMAs map a file, in which order (i_mmap).</summary>
    IMmap,

    /// <summary>The pages of a file (i_pages), and its size.</summary>
    PageCache,

    /// <summary>The pool of huge pages, with what is reserved of it; and which pages are whose, of private mappings.</summary>
    HugePages,

    /// <summary>What a CPU has cached of translations, and which mm it has loaded.</summary>
    Cpu,

    /// <summary>context.tlb_gen of a mm.</summary>
    TlbGeneration,

    /// <summary>tlb_flush_pending of a mm: do gathers nest?</summary>
    FlushesPending,

    /// <summary>The tables above the PUD entries of a mm.</summary>
    UpperTables,

    /// <summary>mm_cpumask of a mm.</summary>
    CpuMask,

    /// <summary>Which process a name means: who lives.</summary>
    Processes,

    // Locks, in the order in which Linux takes them (mm/rmap.c).

    /// <summary>mmap_lock of a mm.</summary>
    MmapLock,

    /// <summary>The per-VMA lock (vma_start_read, vma_start_write; hugetlb faults take it since 6.10).</summary>
    VmaLock,

    /// <summary>hugetlb_fault_mutex of a page of a file.</summary>
    FaultMutex,

    /// <summary>The hugetlb vma lock (hugetlb_vma_lock_read, _write; since 6.1).</summary>
    HugetlbVmaLock,

    /// <summary>i_mmap_rwsem of a file.</summary>
    IMmapLock,

    /// <summary>The lock of a table's page (huge_pte_lock).</summary>
    PageTableLock,

    /// <summary>A CPU with interrupts off, which no interrupt reaches; who sends one waits.</summary>
    Interrupts,
}

/// <summary>How a lock is taken.</summary>
public enum LockMode
{
    Read,
    Write,
}
