namespace Emulator.Kernel;

/// <summary>What a split of a VMA does about the shared table of the 1G that the split point lies in.</summary>
public enum SplitRule
{
    /// <summary>Nothing: the table stays shared, and neither half contains its 1G (until b30c14cd6102, 6.2).</summary>
    LeavesShared,

    /// <summary>vm_ops->may_split unshares it with locks of its own, before the VMA changes (b30c14cd6102, 6.2).</summary>
    BeforeSplit,

    /// <summary>hugetlb_split as 6.1.y has it: inside the change, but before i_mmap is locked, and with no lock of its own.</summary>
    BeforeIMmapLock,

    /// <summary>hugetlb_split unshares it inside the change, under the i_mmap lock that the split holds (081056dc00a2, 6.16).</summary>
    InsideSplit,
}
