namespace Emulator.Probes;

/// <summary>enum mmu_notifier_event: why a range is invalidated.</summary>
public enum NotifierEvent
{
    /// <summary>MMU_NOTIFY_UNMAP: munmap, or a mremap that moves.</summary>
    Unmap,

    /// <summary>MMU_NOTIFY_CLEAR: entries are cleared or replaced.</summary>
    Clear,

    /// <summary>MMU_NOTIFY_PROTECTION_VMA: the protection of a whole range changes.</summary>
    ProtectionVma,

    /// <summary>MMU_NOTIFY_PROTECTION_PAGE: the protection of single pages changes.</summary>
    ProtectionPage,

    /// <summary>MMU_NOTIFY_SOFT_DIRTY: entries are write-protected to see who writes next.</summary>
    SoftDirty,

    /// <summary>MMU_NOTIFY_RELEASE: the mm goes; interval notifiers hear of it as of a range.</summary>
    Release,

    /// <summary>MMU_NOTIFY_MIGRATE: pages move to a device or back.</summary>
    Migrate,

    /// <summary>MMU_NOTIFY_EXCLUSIVE: a device gets exclusive access to a page.</summary>
    Exclusive,

    /// <summary>MMU_NOTIFY_HUGETLB_UNSHARE: proposed with v5, never merged.</summary>
    HugetlbUnshare,
}
