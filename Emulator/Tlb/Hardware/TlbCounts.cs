using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>What a <see cref="TranslationUnit"/> did. Every access is one of the first five.</summary>
public record struct TlbCounts
{
    public long L1Hits;
    public long L2Hits;
    public long Walks;
    public long PageFaults;
    public long GeneralProtections;

    /// <summary>Entries of tables that walks have read, those of walks that faulted included.</summary>
    public long References;

    /// <summary>Walks for a write to a page whose translation was cached with D clear.</summary>
    public long DirtyWalks;

    /// <summary>A and D bits that were set.</summary>
    public long AccessedSet;
    public long DirtySet;

    /// <summary>Walks that started at a cached PDE, PDPTE, PML4E, PML5E, or at CR3.</summary>
    public long FromPde;
    public long FromPdpte;
    public long FromPml4e;
    public long FromPml5e;
    public long FromCr3;

    /// <summary>Entries that invalidations took out.</summary>
    public long Dropped;

    public readonly long Accesses => L1Hits + L2Hits + Walks + PageFaults + GeneralProtections;

    public static TlbCounts operator +(TlbCounts a, TlbCounts b) => new()
    {
        L1Hits = a.L1Hits + b.L1Hits,
        L2Hits = a.L2Hits + b.L2Hits,
        Walks = a.Walks + b.Walks,
        PageFaults = a.PageFaults + b.PageFaults,
        GeneralProtections = a.GeneralProtections + b.GeneralProtections,
        References = a.References + b.References,
        DirtyWalks = a.DirtyWalks + b.DirtyWalks,
        AccessedSet = a.AccessedSet + b.AccessedSet,
        DirtySet = a.DirtySet + b.DirtySet,
        FromPde = a.FromPde + b.FromPde,
        FromPdpte = a.FromPdpte + b.FromPdpte,
        FromPml4e = a.FromPml4e + b.FromPml4e,
        FromPml5e = a.FromPml5e + b.FromPml5e,
        FromCr3 = a.FromCr3 + b.FromCr3,
        Dropped = a.Dropped + b.Dropped,
    };

    public static TlbCounts operator -(TlbCounts a, TlbCounts b) => new()
    {
        L1Hits = a.L1Hits - b.L1Hits,
        L2Hits = a.L2Hits - b.L2Hits,
        Walks = a.Walks - b.Walks,
        PageFaults = a.PageFaults - b.PageFaults,
        GeneralProtections = a.GeneralProtections - b.GeneralProtections,
        References = a.References - b.References,
        DirtyWalks = a.DirtyWalks - b.DirtyWalks,
        AccessedSet = a.AccessedSet - b.AccessedSet,
        DirtySet = a.DirtySet - b.DirtySet,
        FromPde = a.FromPde - b.FromPde,
        FromPdpte = a.FromPdpte - b.FromPdpte,
        FromPml4e = a.FromPml4e - b.FromPml4e,
        FromPml5e = a.FromPml5e - b.FromPml5e,
        FromCr3 = a.FromCr3 - b.FromCr3,
        Dropped = a.Dropped - b.Dropped,
    };

    internal void StartedAt(TlbEntryKind kind)
    {
        switch (kind)
        {
            case TlbEntryKind.Pde: FromPde++; break;
            case TlbEntryKind.Pdpte: FromPdpte++; break;
            case TlbEntryKind.Pml4e: FromPml4e++; break;
            default: FromPml5e++; break;
        }
    }
}

/// <summary>What CPUs with real TLBs did.</summary>
/// <param name="Tlb">Accesses, and where their translations came from.</param>
/// <param name="Switches">Writes of CR3 that loaded a mm.</param>
/// <param name="StaleHits">Accesses that went through by what the tables did not have any more.</param>
public sealed record HardwareCounts(TlbCounts Tlb, long Switches, long StaleHits, IReadOnlyList<InvalidationCount> ByCause)
{
    private static readonly InvalidationCause[] Causes = Enum.GetValues<InvalidationCause>();

    public static HardwareCounts None { get; } = new(default, 0, 0, new InvalidationCount[Causes.Length]);

    public static HardwareCounts Of(HardwareCpu cpu) =>
        new(cpu.Unit.Counts, cpu.Switches, cpu.StaleHits, [.. Causes.Select(cause => cpu[cause])]);

    public InvalidationCount this[InvalidationCause cause] => ByCause[(int)cause];

    /// <summary>The invalidations that there were.</summary>
    public IEnumerable<(InvalidationCause Cause, InvalidationCount Count)> Invalidations =>
        Causes.Select(cause => (cause, ByCause[(int)cause])).Where(one => !one.Item2.IsEmpty);

    public static HardwareCounts operator +(HardwareCounts a, HardwareCounts b) => new(
        a.Tlb + b.Tlb, a.Switches + b.Switches, a.StaleHits + b.StaleHits, [.. a.ByCause.Zip(b.ByCause, (one, other) => one + other)]);

    public static HardwareCounts operator -(HardwareCounts a, HardwareCounts b) => new(
        a.Tlb - b.Tlb, a.Switches - b.Switches, a.StaleHits - b.StaleHits, [.. a.ByCause.Zip(b.ByCause, (one, other) => one - other)]);
}
