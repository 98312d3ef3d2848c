namespace Emulator.Native;

/// <summary>
/// swp_entry_t (softleaf_t in newer kernels): what a non-present entry says. The offset is a slot of a swap file, the frame number
/// of a page, or the bits of a marker; 50 bits of it fit into an entry.
/// </summary>
public readonly record struct SwapEntry(SwapType Type, ulong Offset)
{
    /// <summary>The page, where the type is one that names a page.</summary>
    public PhysAddr Page => new((Offset & Pte.SwapPfn) << 12);

    /// <summary>pte_marker_get: of a marker; bits that no kernel has defined are dropped.</summary>
    public PteMarkers Markers => (PteMarkers)Offset & PteMarkers.All;

    public bool IsMigration => Type is SwapType.MigrationRead or SwapType.MigrationReadExclusive or SwapType.MigrationWrite;
}
