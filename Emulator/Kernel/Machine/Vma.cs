using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <summary>struct vm_area_struct of a hugetlb mapping. It is a node of its file's i_mmap tree itself, as in Linux.</summary>
public sealed class Vma(Mm mm, AddrRange range, HugetlbFile file, ByteSize fileOffset, VmFlags flags)
{
    public Mm Mm => mm;

    /// <summary>A number that no other VMA of the machine has, for a probe.</summary>
    internal ulong Number { get; init; }

    public HugetlbFile File => file;

    /// <summary>Bytes of one of its pages (vma_kernel_pagesize): 2 MB or 1 GB.</summary>
    public ulong PageBytes { get; } = file.PageBytes;

    /// <inheritdoc cref="HugetlbFile.IsPmdSized"/>
    public bool IsPmdSized => PageBytes == Pmd.Span;

    /// <summary>Its mm's <see cref="Mm.Number"/>.</summary>
    internal int MmNumber { get; } = mm.Number;

    public VirtAddr Start { get; internal set; } = range.Start;

    public VirtAddr End { get; internal set; } = range.End;

    public AddrRange Range => new(Start, End);

    /// <summary>vm_pgoff, in bytes: the file offset that <see cref="Start"/> maps.</summary>
    public ByteSize FileOffset { get; internal set; } = fileOffset;

    /// <summary>The file offset of the last byte.</summary>
    public ByteSize FileLast => FileOffset + (End - Start) - new ByteSize(1);

    public VmFlags Flags { get; internal set; } = flags;

    internal Userfaultfd? Uffd { get; set; }

    /// <summary>Taken out of its mm (vma_mark_detached): a fault that found it before must look again.</summary>
    internal bool IsDetached { get; set; }

    /// <summary>The hugetlb vma lock (vm_private_data): allocated for shared mappings, since 6.1.</summary>
    internal RwSem? Lock { get; set; }

    /// <summary>The per-VMA lock (vm_lock, since 6.4): a fault holds it for reading, whoever changes the VMA for writing.</summary>
    internal RwSem VmaLock => _vmaLock ??= new(new(StateKind.VmaLock, Number));

    /// <summary>Bounds and flags: their name for a probe.</summary>
    internal StateKey Key => new(StateKind.Vma, Number);

    /// <summary>Has it had a page of its own (anon_vma)? Then fork copies its tables.</summary>
    public bool HasAnonVma { get; internal set; }

    /// <summary>What a private mapping reserved for itself and has not used; its pieces share it. Null for none.</summary>
    public HashSet<ulong>? Reserved { get; internal set; }

    /// <summary>HPAGE_RESV_UNMAPPED: the process that reserved took a page away from this child's mapping; it gets none any more.</summary>
    public bool IsRobbed { get; internal set; }

    public bool MayShare => (Flags & VmFlags.MayShare) != 0;

    /// <summary>uffd_disable_huge_pmd_share: registered for write-protect or minor faults.</summary>
    public bool UffdForbidsSharing => (Flags & (VmFlags.UffdWp | VmFlags.UffdMinor)) != 0;

    /// <summary>The index in the file of the huge page that an address maps.</summary>
    public ulong PageIndex(VirtAddr address) => OffsetOf(address).Bytes / file.PageBytes;

    /// <summary>The file offset that an address maps.</summary>
    public ByteSize OffsetOf(VirtAddr address) => FileOffset + (address - Start);

    /// <summary>Does it contain the whole aligned 1 GB around an address?</summary>
    public bool ContainsPud(VirtAddr address)
    {
        var start = address.AlignDown<Pud>();
        return start >= Start && start + Pud.Span <= End;
    }

    public override string ToString() => $"{mm.Name} {Range} {file.Name}@{FileOffset}";

    private RwSem? _vmaLock;

    // Links of the i_mmap tree; IMmapTree's alone.
    internal Vma? Left, Right, Parent;
    internal uint Priority;
    internal ByteSize SubtreeLast;
}

/// <summary>vm_flags, those that matter to hugetlb: whether two VMAs agree in them decides whether they may share a table.</summary>
[Flags]
public enum VmFlags
{
    None = 0,
    Read = 1 << 0,
    Write = 1 << 1,
    Exec = 1 << 2,

    /// <summary>VM_SHARED: MAP_SHARED on a file that was opened for writing.</summary>
    Shared = 1 << 3,
    MayRead = 1 << 4,
    MayWrite = 1 << 5,
    MayExec = 1 << 6,

    /// <summary>VM_MAYSHARE: MAP_SHARED, whatever the file was opened for.</summary>
    MayShare = 1 << 7,
    NoReserve = 1 << 8,
    DontExpand = 1 << 9,
    UffdMissing = 1 << 10,
    UffdWp = 1 << 11,
    UffdMinor = 1 << 12,

    DontDump = 1 << 13,
    SeqRead = 1 << 14,
    RandRead = 1 << 15,
    DontCopy = 1 << 16,
    NoHugePage = 1 << 17,

    Access = Read | Write | Exec,
    MayAccess = MayRead | MayWrite | MayExec,

    /// <summary>__VM_UFFD_FLAGS.</summary>
    Uffd = UffdMissing | UffdWp | UffdMinor,
}
