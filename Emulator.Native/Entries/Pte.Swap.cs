namespace Emulator.Native;

/// <summary>
/// What Linux writes into an entry whose P is clear (arch/x86/include/asm/pgtable_64.h, the drawing above SWP_TYPE_BITS):
/// <code>
/// | 63..59 type | 58..9 ~offset | 8 = 0 | 7 = 0 | 6..4 - | 3 exclusive | 2 uffd-wp | 1 soft-dirty | 0 = 0 |
/// </code>
/// The offset is inverted, so that a processor with the L1TF flaw that takes it for an address finds none that is cached.
/// </summary>
public readonly partial record struct Pte
{
    /// <summary>Bit 1 while P is clear: soft-dirty, kept over swap and migration (_PAGE_SWP_SOFT_DIRTY).</summary>
    public const ulong SwapSoftDirty = 1UL << 1;

    /// <summary>Bit 2 while P is clear: write-protected by userfaultfd (_PAGE_SWP_UFFD_WP). A marker has a bit of its own for it.</summary>
    public const ulong SwapUffdWp = 1UL << 2;

    /// <summary>Bit 3 while P is clear: the anonymous page belongs to this process alone (_PAGE_SWP_EXCLUSIVE).</summary>
    public const ulong SwapExclusive = 1UL << 3;

    /// <summary>Bits 58:9 while P is clear: the offset, inverted.</summary>
    public const ulong SwapOffset = 0x07FF_FFFF_FFFF_FE00;

    /// <summary>Bits 63:59 while P is clear: the <see cref="SwapType"/>.</summary>
    public const ulong SwapTypeMask = 0x1FUL << 59;

    /// <summary>Bits 39:0 of an offset that names a page: its frame number (SWP_PFN_MASK with MAX_PHYSMEM_BITS = 52).</summary>
    public const ulong SwapPfn = 0xFF_FFFF_FFFF;

    /// <summary>
    /// Bit 40 of a migration entry's offset: A was set (SWP_MIG_YOUNG, since 6.1). A kernel that runs with four levels has
    /// MAX_PHYSMEM_BITS = 46, so that this is its bit 34, and the next its bit 35.
    /// </summary>
    public const ulong SwapYoung = 1UL << 40;

    /// <summary>Bit 41 of a migration entry's offset: D was set (SWP_MIG_DIRTY).</summary>
    public const ulong SwapDirty = 1UL << 41;

    private const int SwapOffsetShift = 9;
    private const int SwapTypeShift = 59;

    /// <summary>The type and the offset, as they read if P and PROT_NONE are clear (__pte_to_swp_entry).</summary>
    public SwapEntry SwapEntry => new((SwapType)(Raw >> SwapTypeShift), (~Raw & SwapOffset) >> SwapOffsetShift);

    /// <summary>__swp_entry_to_pte. The three bits beside it (<see cref="SwapUffdWp"/> ...) are clear.</summary>
    public static Pte ForSwapEntry(SwapEntry entry)
    {
        Ensure.That((uint)entry.Type <= (uint)SwapType.Marker);
        Ensure.That(entry.Offset <= SwapOffset >> SwapOffsetShift);
        return new(((ulong)entry.Type << SwapTypeShift) | (~(entry.Offset << SwapOffsetShift) & SwapOffset));
    }

    /// <summary>A page that was written to slot <paramref name="offset"/> of swap file <paramref name="file"/>, 0..23.</summary>
    public static Pte ForSwap(int file, ulong offset)
    {
        Ensure.That((uint)file < (uint)SwapType.HwPoison);
        return ForSwapEntry(new((SwapType)file, offset));
    }

    /// <summary>make_*_migration_entry: the page is being moved, and a fault waits for it.</summary>
    /// <param name="kind">One of the three migration types.</param>
    public static Pte ForMigration(SwapType kind, PhysAddr page)
    {
        Ensure.That(kind is SwapType.MigrationRead or SwapType.MigrationReadExclusive or SwapType.MigrationWrite);
        Ensure.That((page.Value & ~Address4K) == 0);
        return ForSwapEntry(new(kind, page.Pfn));
    }

    /// <summary>make_pte_marker: no page, yet something that a fault here must know.</summary>
    public static Pte ForMarker(PteMarkers markers)
    {
        Ensure.That(markers != PteMarkers.None && (markers & ~PteMarkers.All) == 0);
        return ForSwapEntry(new(SwapType.Marker, (ulong)markers));
    }
}
