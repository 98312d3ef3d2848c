namespace Emulator.Native;

/// <summary>How many accesses there were, and how many of them each level did not hold.</summary>
public readonly record struct TlbReplayCounts(long Accesses, long L1Misses, long L2Misses)
{
    public long L1Hits => Accesses - L1Misses;

    public long L2Hits => L1Misses - L2Misses;

    public static TlbReplayCounts operator +(TlbReplayCounts a, TlbReplayCounts b) =>
        new(a.Accesses + b.Accesses, a.L1Misses + b.L1Misses, a.L2Misses + b.L2Misses);
}
