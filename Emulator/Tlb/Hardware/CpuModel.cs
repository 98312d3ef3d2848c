using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>What a CPU caches of page tables: data. <see cref="CpuModels"/> has those that are known.</summary>
public sealed record CpuModel(string Name, string Title, CpuVendor Vendor, IReadOnlyList<TlbShape> Tlbs, IReadOnlyList<WalkCacheShape> WalkCaches)
{
    /// <summary>MAXPHYADDR. The emulated machine's pages lie below 2^52, so that is what all presets have.</summary>
    public int PhysicalBits { get; init; } = 52;

    /// <summary>PDEs that name page tables lie in the second-level TLB, among the translations.</summary>
    public bool HasPdesInL2 { get; init; }

    public TlbReplacement Replacement { get; init; } = TlbReplacement.Lru;

    /// <summary>The TLB of a level that holds a page size for reads, if there is one.</summary>
    public TlbShape? ShapeOf(int level, TlbEntryKind kind) =>
        Tlbs.FirstOrDefault(tlb => tlb.Level == level && tlb.ServesReads && tlb.Holds.Contains(kind));

    /// <summary>Entries of a level that pages of a size can use.</summary>
    public int EntriesOf(int level, TlbEntryKind kind) => ShapeOf(level, kind) is { } shape
        ? shape.Sets * (kind == TlbEntryKind.Page4K ? shape.Ways : Math.Min(shape.Ways, shape.LargeWaysMax))
        : 0;

    /// <summary>Two levels of one page size, as `--l1 16x4 --l2 128x12` says; Intel's rules, Skylake's paging-structure caches.</summary>
    public static CpuModel TwoLevels((int Sets, int Ways) l1, (int Sets, int Ways) l2, TlbReplacement replacement)
    {
        TlbEntryKind[] all = [TlbEntryKind.Page4K, TlbEntryKind.Page2M, TlbEntryKind.Page1G];
        return new(
            "custom", $"L1 {l1.Sets}x{l1.Ways}, L2 {l2.Sets}x{l2.Ways}", CpuVendor.Intel,
            [new(1, l1.Sets, l1.Ways, all, "as asked"), new(2, l2.Sets, l2.Ways, all, "as asked")],
            CpuModels.SkylakeSp.WalkCaches)
        { Replacement = replacement };
    }
}

/// <summary>Whose rules hold for what an invalidation drops, and for a translation that denies the access.</summary>
public enum CpuVendor
{
    /// <summary>SDM Vol. 3A, 4.10.4.</summary>
    Intel,

    /// <summary>APM Vol. 2, 5.5.3; Vol. 3, INVLPG and INVLPGB.</summary>
    Amd,
}

/// <summary>One TLB of a CPU: its sizes, what it holds, and where that is written.</summary>
/// <param name="Level">1 or 2.</param>
/// <param name="Holds">The page sizes that its entries translate.</param>
/// <param name="Source">Where the numbers stand; "assumed" and why, where nobody says.</param>
public sealed record TlbShape(int Level, int Sets, int Ways, IReadOnlyList<TlbEntryKind> Holds, string Source)
{
    /// <summary>It serves reads and fetches. Where reads and writes have TLBs of their own, one of the two is off.</summary>
    public bool ServesReads { get; init; } = true;

    public bool ServesWrites { get; init; } = true;

    /// <summary>The most ways of a set that 2M, or 1G, pages may take; all by default.</summary>
    public int LargeWaysMax { get; init; } = TlbArray.WaysMax;

    public int Entries => Sets * Ways;

    /// <summary>As a command line writes it: <c>16x4</c>.</summary>
    public string Size => $"{Sets}x{Ways}";
}

/// <summary>A paging-structure cache (SDM 4.10.3): fully associative, LRU.</summary>
/// <param name="Holds">Of which levels: some CPUs keep two kinds in one cache.</param>
public sealed record WalkCacheShape(int Entries, IReadOnlyList<TlbEntryKind> Holds, string Source);
