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
