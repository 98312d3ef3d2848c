namespace Emulator.Tlb;

/// <summary>What accesses to a working set of so many pages did, once warm.</summary>
public readonly record struct TlbSweepPoint(int Pages, TlbCounts Counts)
{
    public double L1HitShare => (double)Counts.L1Hits / Counts.Accesses;

    /// <summary>Hits in either level.</summary>
    public double HitShare => (double)(Counts.L1Hits + Counts.L2Hits) / Counts.Accesses;
}
