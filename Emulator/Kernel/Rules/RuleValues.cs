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

/// <summary>What a success of huge_pmd_unshare did to its caller's address, which the loop then advances by a huge page.</summary>
public enum AddressAfterUnshare
{
    /// <summary>To ALIGN(address, 1G) - 2M (2006, until 48381273f873, 5.19): an aligned address steps back and comes again.</summary>
    AlignUp,

    /// <summary>Nothing: taken by value, and the loop skips to the last huge page of the 1G itself (4ddb4d91b82f, 6.0).</summary>
    ByValue,
}

/// <summary>How unmapping a range pays for the tables that it detached from their sharers.</summary>
public enum UnmapFlush
{
    /// <summary>Not at all (until a4a118f2eead, 5.16: CVE-2021-4002).</summary>
    Forgotten,

    /// <summary>Each 1G is recorded, and a flush forced at the end of the VMA.</summary>
    Forced,

    /// <summary>The gather knows, and huge_pmd_unshare_flush pays before the locks go (8ce720d5bd91, 6.19).</summary>
    Gather,
}
