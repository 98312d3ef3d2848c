namespace Emulator.Kernel;

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
