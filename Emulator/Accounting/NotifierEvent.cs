namespace Emulator.Accounting;

/// <summary>enum mmu_notifier_event: why a range is invalidated.</summary>
public enum NotifierEvent
{
    /// <summary>MMU_NOTIFY_UNMAP: munmap, or a mremap that moves.</summary>
    Unmap,

    /// <summary>MMU_NOTIFY_CLEAR: entries are cleared or replaced.</summary>
    Clear,

    /// <summary>MMU_NOTIFY_PROTECTION_VMA: the protection of a whole range changes.</summary>
    ProtectionVma,

    /// <summary>MMU_NOTIFY_HUGETLB_UNSHARE: proposed with v5, never merged.</summary>
    HugetlbUnshare,
}
