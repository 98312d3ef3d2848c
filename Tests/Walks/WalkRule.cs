namespace Tests.Walks;

/// <summary>What is known of a walk without its code: where it looks, and what it pays (docs/kernel-calls.md).</summary>
internal sealed record WalkRule(WalkReach Reach, FlushRule Flush, SyncRule Sync)
{
    private static readonly WalkRule V5 = new(WalkReach.EveryHugePage, FlushRule.Always, SyncRule.Never);
    private static readonly WalkRule Kravetz = new(WalkReach.WholePuds, FlushRule.Always, SyncRule.Never);
    private static readonly WalkRule Merged = new(WalkReach.WholePuds, FlushRule.IfRange, SyncRule.Never);
    private static readonly WalkRule SyncEach = new(WalkReach.WholePuds, FlushRule.IfRange, SyncRule.EachTable);
    private static readonly WalkRule Gather = new(WalkReach.WholePuds, FlushRule.IfUnshared, SyncRule.OnceIfExclusive);

    /// <summary>By the walk's name.</summary>
    public static IReadOnlyDictionary<string, WalkRule> OfWalk { get; } = new Dictionary<string, WalkRule>
    {
        ["v5-patch"] = V5,
        ["kravetz"] = Kravetz,
        ["5.13"] = Merged,
        ["6.1"] = Merged,
        ["6.2"] = Merged,
        ["6.16"] = SyncEach,
        ["6.19"] = Gather,
        ["pud-scan"] = Gather,
    };

    /// <summary>By the release's name: what it runs at registration, and over the 1G of a split (null: a split leaves it shared).</summary>
    public static IReadOnlyDictionary<string, (WalkRule Register, WalkRule? Split)> OfRelease { get; } =
        new Dictionary<string, (WalkRule, WalkRule?)>
        {
            ["v5-patch"] = (V5, null),
            ["kravetz"] = (Kravetz, null),
            ["5.13"] = (Merged, null),
            ["6.0"] = (Merged, null),
            ["6.1"] = (Merged, null),
            ["6.2"] = (Merged, Merged),
            ["6.12"] = (Merged, Merged),
            ["6.15"] = (Merged, Merged),
            ["6.16"] = (SyncEach, SyncEach),
            ["6.19"] = (Gather, Gather),
            ["6.1.y"] = (Gather, Gather),
            ["7.2"] = (Gather, Gather),
        };
}

/// <summary>Which 1G ranges a walk over a VMA comes to.</summary>
internal enum WalkReach
{
    /// <summary>All that the VMA touches, in steps of 2M from its start.</summary>
    EveryHugePage,

    /// <summary>Those that the VMA contains, one step each.</summary>
    WholePuds,
}

/// <summary>When a walk flushes the TLB, once.</summary>
internal enum FlushRule
{
    Always,

    /// <summary>Where some 1G was to be visited, shared or not.</summary>
    IfRange,

    IfUnshared,
}

/// <summary>When a walk waits for walkers on all CPUs.</summary>
internal enum SyncRule
{
    Never,
    EachTable,

    /// <summary>Once a flush, if some table went from two users to one.</summary>
    OnceIfExclusive,
}
