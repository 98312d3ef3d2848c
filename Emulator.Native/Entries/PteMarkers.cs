namespace Emulator.Native;

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
