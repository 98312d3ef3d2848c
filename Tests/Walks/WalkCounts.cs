namespace Tests.Walks;

/// <summary>What a walk did: the four columns of the seed's table, and what it paid.</summary>
internal readonly record struct WalkCounts(long Lookups, long LockPairs, long Calls, long Successes, long Flushes = 0, long Syncs = 0)
{
    public static WalkCounts operator +(WalkCounts a, WalkCounts b) => new(
        a.Lookups + b.Lookups,
        a.LockPairs + b.LockPairs,
        a.Calls + b.Calls,
        a.Successes + b.Successes,
        a.Flushes + b.Flushes,
        a.Syncs + b.Syncs);

    public override string ToString() => $"{Lookups}/{LockPairs}/{Calls}/{Successes}, flushes {Flushes}, syncs {Syncs}";
}
