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
