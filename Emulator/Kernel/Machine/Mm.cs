using Emulator.Native;
using Emulator.Probes;
using Emulator.Tlb;

namespace Emulator.Kernel;

/// <summary>struct mm_struct of one process: its VMAs, its page tables, and where they may be cached.</summary>
public sealed class Mm(int number, string name, int levels, PhysAddr root)
{
    private const string OwnUserfaultfd = "";

    private readonly Dictionary<string, Userfaultfd> _userfaultfds = [];

    /// <summary>A number that no other mm of the machine ever has.</summary>
    public int Number => number;

    public string Name => name;

    /// <summary>4 or 5.</summary>
    public int Levels => levels;

    /// <summary>CR3: the top-level table. With four levels that is a <see cref="P4d"/> table.</summary>
    public PhysAddr Root => root;

    /// <summary>TASK_SIZE_MAX: user addresses lie below.</summary>
    public VirtAddr TaskSize => new((1UL << (levels == 5 ? 56 : 47)) - 4096);

    public VmaList Vmas { get; } = new();

    internal RwSem MmapLock { get; } = new(new(StateKind.MmapLock, (ulong)number));

    /// <summary>References to PMD tables: a shared one counts in each mm, and twice where one mm maps it twice.</summary>
    public long PmdTables { get; internal set; }

    public long PudTables { get; internal set; }

    /// <summary>VmPTE in kB: PMD and PUD tables (hugetlb has no PTE tables); the top level and the P4D level don't count.</summary>
    public long PageTableKilobytes => 4 * (PmdTables + PudTables);

    /// <summary>context.tlb_gen: counts the flushes that were asked for.</summary>
    public long TlbGeneration { get; internal set; }

    /// <summary>tlb_flush_pending: gathers that are under way.</summary>
    public int FlushesPending { get; internal set; }

    /// <summary>
    /// mm_cpumask: CPUs that have the mm loaded, on which a thread runs or from which it went idle, besides the one that makes the calls
    /// (in a parallel block, that one too).
    /// </summary>
    public CpuSet CpuMask { get; } = new();

    /// <summary>Which VMAs it has: its name for a probe.</summary>
    internal StateKey TlbGenerationKey => new(StateKind.TlbGeneration, (ulong)number);

    internal StateKey FlushesPendingKey => new(StateKind.FlushesPending, (ulong)number);

    /// <summary>Which PUD tables it has, and P4D tables where there are five levels.</summary>
    internal StateKey UpperTablesKey => StateKey.UpperTables(number);

    internal StateKey CpuMaskKey => new(StateKind.CpuMask, (ulong)number);

    internal StateKey VmasKey => new(StateKind.Vmas, (ulong)number);


    /// <summary>CPUs that are still in mm_cpumask, though no thread of the mm is there any more (KernelRules.KeepsCpumask).</summary>
    public CpuSet LeftCpus { get; } = new();

    /// <summary>The userfaultfd of that name, made when it is first used; unnamed, the process's own.</summary>
    internal Userfaultfd UserfaultfdOf(string? context)
    {
        context ??= OwnUserfaultfd;
        if (!_userfaultfds.TryGetValue(context, out var uffd)) _userfaultfds[context] = uffd = new(context);
        return uffd;
    }
}
