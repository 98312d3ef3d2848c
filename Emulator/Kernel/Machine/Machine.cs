using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Kernel;

/// <summary>What is emulated: CPUs, memory, files, processes. It has no behaviour; that is <see cref="Kernel{P}"/>'s.</summary>
/// <param name="arena">How the tables' memory is taken; by default an arena of <see cref="ArenaPool"/>.</param>
public sealed partial class Machine(int cpus, int levels, long? hugePages, ArenaOptions? arena = null) : IDisposable
{
    private readonly uint[] _numbers = new uint[cpus];

    private readonly Dictionary<string, HugetlbFile> _files = [];
    private readonly Dictionary<string, Mm> _live = [];
    private readonly Dictionary<int, Mm> _byNumber = [];
    private readonly List<Violation> _violations = [];
    private int _nextMm;
    private int _nextFile;
    private bool _isDisposed;

    public FrameArena Arena { get; } = arena is null ? ArenaPool.Rent() : new(arena);

    public IReadOnlyList<Cpu> Cpus { get; } = CpusTo(cpus);

    internal PhysicalMemory Physical { get; } = new();

    internal HugePagePool HugePages { get; } = new(hugePages);

    /// <summary>Pages of private mappings, which no file has: how many entries map each.</summary>
    public Dictionary<PhysAddr, int> AnonymousPages { get; } = [];

    /// <summary>How a flush reaches other CPUs.</summary>
    public FlushKind Flush { get; init; }

    /// <summary>No x86: an invalidation leaves paging-structure entries, unless it says that tables were freed (arm64).</summary>
    public bool FlushesLeavesOnly { get; init; }

    /// <summary>What the CPUs hold of upper tables, for walks that start there; null where nobody keeps it.</summary>
    public IWalkCaches? WalkCaches { get; set; }

    /// <summary>CPUs on which the actors of a parallel block run: only there can a walker be caught with interrupts off.</summary>
    public CpuSet ActorCpus { get; } = new();

    /// <summary>Live processes, in the order in which they came to life.</summary>
    public IEnumerable<Mm> Processes => _live.Values.OrderBy(mm => mm.Number);

    /// <summary>What the running walk or release did wrong, in order.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>A call never comes back: what this program still runs of it, unwinding, the kernel does not.</summary>
    public bool IsStuck { get; internal set; }

    private static Cpu[] CpusTo(int count)
    {
        var cpus = new Cpu[count];
        for (var number = 0; number < count; number++) cpus[number] = new(number);
        return cpus;
    }

    public HugetlbFile FileOf(string name) => _files[name];

    public Mm ProcessOf(string name) => _live[name];

    /// <summary>The live mm of that number, or null.</summary>
    public Mm? MmOf(int number) => _byNumber.GetValueOrDefault(number);

    /// <summary>A number for what a CPU makes, unlike every other, and the same whatever other CPUs do meanwhile.</summary>
    internal ulong NextNumber(int cpu) => (ulong)cpu << 32 | _numbers[cpu]++;

    /// <summary>memfd_create with MFD_HUGETLB, and ftruncate.</summary>
    public HugetlbFile CreateFile(string name, ByteSize size, ulong pageBytes)
    {
        var file = new HugetlbFile(_nextFile++, name, size, pageBytes, Physical.Reserve);
        _files.Add(name, file);
        return file;
    }

    /// <summary>A process with an empty address space.</summary>
    public Mm CreateProcess(string name)
    {
        var number = _nextMm++;
        var root = levels == 5 ? Arena.Allocate<Pgd>(number) : Arena.Allocate<P4d>(number);
        var mm = new Mm(number, name, levels, root);
        _live.Add(name, mm);
        _byNumber.Add(number, mm);
        return mm;
    }

    /// <summary>The last of a process: its top-level table goes.</summary>
    public void Remove(Mm mm)
    {
        _live.Remove(mm.Name);
        _byNumber.Remove(mm.Number);
        Arena.Free(mm.Root);
    }

    /// <summary>Adds what was under way, and where, to what is reported; null where nobody keeps it.</summary>
    public Func<Violation, Violation>? Underway { get; set; }

    public void Report(Violation violation) => _violations.Add(Underway?.Invoke(violation) ?? violation);

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (arena is null) ArenaPool.Return(Arena);
        else Arena.Dispose();
    }
}
