namespace Tests.Walks;

/// <summary>Which 1G ranges a walk over a VMA comes to.</summary>
internal enum WalkReach
{
    /// <summary>All that the VMA touches, in steps of 2M from its start.</summary>
    EveryHugePage,

    /// <summary>Those that the VMA contains, one step each.</summary>
    WholePuds,
}
