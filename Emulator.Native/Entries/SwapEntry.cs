namespace Emulator.Native;

/// <summary>
/// swp_entry_t (softleaf_t in newer kernels): what a non-present entry says. The offset is a slot of a swap file, the frame number
/// of a page, or the bits of a marker; 50 bits of it fit into an entry.
/// </summary>
public readonly record struct SwapEntry(SwapType Type, ulong Offset)
{
    /// <summary>The page, where the type is one that names a page.</summary>
    public PhysAddr Page => new((Offset & Pte.SwapPfn) << 12);

    /// <summary>pte_marker_get: of a marker; bits that no kernel has defined are dropped.</summary>
    public PteMarkers Markers => (PteMarkers)Offset & PteMarkers.All;

    public bool IsMigration => Type is SwapType.MigrationRead or SwapType.MigrationReadExclusive or SwapType.MigrationWrite;
}

/// <summary>
/// The type in a <see cref="SwapEntry"/>: a swap file below <see cref="HwPoison"/>, otherwise what Linux uses the number for
/// (include/linux/swap.h). The numbers are those of 6.15 and later with MEMORY_FAILURE, MIGRATION and DEVICE_PRIVATE. Before,
/// SWP_DEVICE_NUM was 4 (device-exclusive had a type for writing and one for reading, 29 and 30), so that device-private
/// started at 27, migration at 24 and hwpoison was 23; without one of the three options, what stands below it moves up.
/// </summary>
public enum SwapType
{
    /// <summary>The first swap file.</summary>
    File0 = 0,

    /// <summary>SWP_HWPOISON: the page's memory is broken.</summary>
    HwPoison = 24,

    /// <summary>SWP_MIGRATION_READ: the page is being moved; it was mapped read-only.</summary>
    MigrationRead = 25,

    /// <summary>SWP_MIGRATION_READ_EXCLUSIVE: as the above, and the anonymous page belongs to this process alone.</summary>
    MigrationReadExclusive = 26,

    /// <summary>SWP_MIGRATION_WRITE: the page is being moved; it was writable.</summary>
    MigrationWrite = 27,

    /// <summary>SWP_DEVICE_WRITE: the page is in a device's own memory, writable.</summary>
    DevicePrivateWrite = 28,

    /// <summary>SWP_DEVICE_READ: the page is in a device's own memory, read-only.</summary>
    DevicePrivateRead = 29,

    /// <summary>SWP_DEVICE_EXCLUSIVE: a device has the page for itself for a while.</summary>
    DeviceExclusive = 30,

    /// <summary>SWP_PTE_MARKER: no page, only <see cref="PteMarkers"/>.</summary>
    Marker = 31,
}

/// <summary>pte_marker (include/linux/swapops.h, leafops.h in newer kernels): what an entry without a page remembers.</summary>
[Flags]
public enum PteMarkers
{
    None = 0,

    /// <summary>PTE_MARKER_UFFD_WP: the page that comes here is write-protected by userfaultfd.</summary>
    UffdWp = 1 << 0,

    /// <summary>PTE_MARKER_POISONED: an access gives SIGBUS (UFFDIO_POISON).</summary>
    Poisoned = 1 << 1,

    /// <summary>PTE_MARKER_GUARD: an access gives SIGSEGV (MADV_GUARD_INSTALL).</summary>
    Guard = 1 << 2,

    /// <summary>PTE_MARKER_MASK.</summary>
    All = UffdWp | Poisoned | Guard,
}
