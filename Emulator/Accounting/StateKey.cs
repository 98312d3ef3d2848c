using Emulator.Native;

namespace Emulator.Accounting;

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
        _ => throw new EnsureException($"{Kind} is no lock"),
    };
}
