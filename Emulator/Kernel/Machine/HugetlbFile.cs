using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <summary>A hugetlb memfd: its size, its pages, and the VMAs that map it (address_space, i_mmap).</summary>
/// <param name="number">A number that no other file of the machine has.</param>
public sealed class HugetlbFile(int number, string name, ByteSize size, ulong pageBytes, Func<ulong, PhysAddr> reserveFrames)
{
    public string Name => name;

    /// <summary>Bytes of a page: 2 MB or 1 GB.</summary>
    public ulong PageBytes => pageBytes;

    /// <summary>Are its pages leaves of a PMD table? Only then is there a table to share.</summary>
    public bool IsPmdSized => pageBytes == Pmd.Span;

    /// <summary>log2 of <see cref="PageBytes"/>.</summary>
    public int PageShift => IsPmdSized ? Pmd.Shift : Pud.Shift;

    /// <summary>The page that a leaf of a mapping of this file maps.</summary>
    public PhysAddr PageOf(Pte leaf) => IsPmdSized ? leaf.LeafAddress<Pmd>() : leaf.LeafAddress<Pud>();

    /// <summary>i_size. A writable mapping beyond it extends it (hugetlbfs_file_mmap).</summary>
    public ByteSize Size { get; set; } = size;

    internal PageCache Pages { get; } = new(pageBytes, reserveFrames);

    /// <summary>Indexes that are reserved and have no page yet (the part of the reserve map that is not used).</summary>
    public HashSet<ulong> Reserved { get; } = [];

    /// <summary>i_mmap: every VMA that maps the file, by offset.</summary>
    internal IMmapTree IMmap { get; } = new();

    /// <summary>i_mmap_rwsem.</summary>
    internal RwSem IMmapLock { get; } = new(new(StateKind.IMmapLock, (ulong)number));

    /// <summary>Names of its parts for a probe.</summary>
    internal StateKey IMmapKey => new(StateKind.IMmap, (ulong)number);

    internal StateKey PagesKey => new(StateKind.PageCache, (ulong)number);

    internal StateKey FaultMutexOf(ulong index) => new(StateKind.FaultMutex, (ulong)number << 40 | index);
}
