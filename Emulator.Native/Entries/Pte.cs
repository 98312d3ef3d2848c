using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>
/// One 8-byte page-table entry, of any level, as the hardware and Linux lay it out on x86_64 (SDM Vol. 3A, 4.5,
/// Tables 4-15 to 4-20; Linux: arch/x86/include/asm/pgtable_types.h). Every mask of the program stands here and in Pte.*.cs.
/// </summary>
public readonly partial record struct Pte(ulong Raw)
{
    /// <summary>Bit 0, P. The entry is valid; if it is clear, the hardware looks at no other bit (SDM 4.5).</summary>
    public const ulong Present = 1UL << 0;

    /// <summary>Bit 1, R/W. Writes are allowed if it is set in every entry of the walk (SDM 4.6).</summary>
    public const ulong Write = 1UL << 1;

    /// <summary>Bit 2, U/S. User-mode accesses are allowed if it is set in every entry of the walk (SDM 4.6).</summary>
    public const ulong User = 1UL << 2;

    /// <summary>Bit 3, PWT. With PCD and PAT it selects the memory type (SDM 4.9).</summary>
    public const ulong WriteThrough = 1UL << 3;

    /// <summary>Bit 4, PCD. With PWT and PAT it selects the memory type (SDM 4.9).</summary>
    public const ulong CacheDisable = 1UL << 4;

    /// <summary>Bit 5, A. The processor sets it when it uses the entry for a translation (SDM 4.8).</summary>
    public const ulong Accessed = 1UL << 5;

    /// <summary>Bit 6, D. In a leaf the processor sets it on a write; in an entry that names a table it is ignored (SDM 4.8).</summary>
    public const ulong Dirty = 1UL << 6;

    /// <summary>Bit 7, PS. In a PUD or PMD entry: this is a 1 GB or 2 MB page, no table (SDM 4.5).</summary>
    public const ulong PageSize = 1UL << 7;

    /// <summary>Bit 7 of a 4 kB leaf, PAT: the third selector of the memory type (SDM 4.9).</summary>
    public const ulong Pat4K = 1UL << 7;

    /// <summary>Bit 8, G. In a leaf: the translation survives a CR3 write if CR4.PGE is set (SDM 4.10).</summary>
    public const ulong Global = 1UL << 8;

    /// <summary>Bit 8 while P is clear: Linux's mark of a PROT_NONE page, which is there but faults (_PAGE_PROTNONE).</summary>
    public const ulong ProtNone = 1UL << 8;

    /// <summary>Bit 9, ignored by the hardware: Linux's mark of a page without a struct page (_PAGE_SPECIAL).</summary>
    public const ulong Special = 1UL << 9;

    /// <summary>Bit 10, ignored by the hardware: write-protected by userfaultfd (_PAGE_UFFD_WP).</summary>
    public const ulong UffdWp = 1UL << 10;

    /// <summary>Bit 11, ignored by the hardware: written since the last clear_refs (_PAGE_SOFT_DIRTY).</summary>
    public const ulong SoftDirty = 1UL << 11;

    /// <summary>Bit 12 of a 2 MB or 1 GB leaf, PAT: the third selector of the memory type (SDM 4.9).</summary>
    public const ulong PatLarge = 1UL << 12;

    /// <summary>Bit 57, ignored by the hardware: Linux's _PAGE_SOFTW4.</summary>
    public const ulong SoftW4 = 1UL << 57;

    /// <summary>Bit 58, ignored by the hardware: dirty, saved while a shadow stack needs D clear (_PAGE_SAVED_DIRTY).</summary>
    public const ulong SavedDirty = 1UL << 58;

    /// <summary>Bits 62:59 of a leaf: the protection key, if CR4.PKE is set (SDM 4.6.2).</summary>
    public const ulong ProtectionKey = 0xFUL << 59;

    /// <summary>Bit 63, XD. No instruction fetches, if EFER.NXE is set (SDM 4.6).</summary>
    public const ulong NoExecute = 1UL << 63;

    /// <summary>Bits 51:12: the frame of a table or of a 4 kB page (MAXPHYADDR is at most 52, SDM 4.1.4).</summary>
    public const ulong Address4K = 0x000F_FFFF_FFFF_F000;

    /// <summary>Bits 51:21: the frame of a 2 MB page; bits 20:13 are reserved.</summary>
    public const ulong Address2M = 0x000F_FFFF_FFE0_0000;

    /// <summary>Bits 51:30: the frame of a 1 GB page; bits 29:13 are reserved.</summary>
    public const ulong Address1G = 0x000F_FFFF_C000_0000;

    /// <summary>The flags that Linux gives an entry that names a user table (_PAGE_TABLE): P, RW, US, A, D.</summary>
    public const ulong TableFlags = Present | Write | User | Accessed | Dirty;

    /// <summary>What pte_modify keeps of an entry when the protection changes (_PAGE_CHG_MASK), uffd-wp included.</summary>
    public const ulong ChangeMask =
        Address4K | CacheDisable | WriteThrough | Special | Accessed | Dirty | SavedDirty | SoftDirty | UffdWp | PageSize;

    public static readonly Pte None;

    /// <summary>pte_none: nothing there at all.</summary>
    public bool IsNone => Raw == 0;

    /// <summary>The hardware's view: bit 0 is set.</summary>
    public bool IsHardwarePresent => (Raw & Present) != 0;

    /// <summary>pte_present: the hardware's view, or a PROT_NONE page.</summary>
    public bool IsPresent => (Raw & (Present | ProtNone)) != 0;

    /// <summary>A present entry of the PUD level or above that names a table: PS is clear.</summary>
    public bool IsTable => (Raw & (Present | PageSize)) == Present;

    public bool IsWritable => (Raw & Write) != 0;

    public bool IsUffdWp => (Raw & UffdWp) != 0;

    /// <summary>pte_marker_uffd_wp: no page is here, and the one that comes will be write-protected by userfaultfd.</summary>
    public bool IsUffdWpMarker => this == UffdWpMarker;

    private static readonly Pte UffdWpMarker = ForMarker(PteMarkers.UffdWp);

    /// <summary>The frame of the table that this entry names.</summary>
    public PhysAddr TableAddress
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Raw & Address4K);
    }

    /// <summary>The first byte of the page that a leaf at <typeparamref name="TLevel"/> maps.</summary>
    public PhysAddr LeafAddress<TLevel>() where TLevel : struct, ILevel => new(Upright & AddressMask(TLevel.Number));

    /// <summary>
    /// The bits with the address as it is: while P is clear, Linux stores that of a PROT_NONE page inverted, so that a
    /// processor with the L1TF flaw can't read through it (protnone_mask, 6b28baca9b1f).
    /// </summary>
    private ulong Upright => IsHardwarePresent || IsNone ? Raw : Raw ^ Address4K;

    /// <summary>An entry that names a table, with the flags Linux gives it.</summary>
    public static Pte ForTable(PhysAddr table)
    {
        Ensure.That((table.Value & ~Address4K) == 0);
        return new(table.Value | TableFlags);
    }

    /// <summary>A user page of the size of <typeparamref name="TLevel"/>: A set; D as well where it is writable, as hugetlb does.</summary>
    /// <param name="page">First byte of the page, aligned to its size.</param>
    public static Pte ForPage<TLevel>(PhysAddr page, bool canWrite, bool canExecute) where TLevel : struct, ILevel
    {
        Ensure.That((page.Value & ~AddressMask(TLevel.Number)) == 0);
        var raw = page.Value | Present | User | Accessed;
        if (TLevel.Number > 1) raw |= PageSize;
        if (canWrite) raw |= Write | Dirty | SoftDirty;
        if (!canExecute) raw |= NoExecute;
        return new(raw);
    }

    public Pte With(ulong bits) => new(Raw | bits);

    public Pte Without(ulong bits) => new(Raw & ~bits);

    /// <summary>
    /// pte_modify: another protection for the same page. No access at all becomes <see cref="ProtNone"/>, with the address
    /// inverted (flip_protnone_guard).
    /// </summary>
    public Pte Modify(bool canAccess, bool canWrite, bool canExecute)
    {
        var raw = Upright & ChangeMask;
        if (!canAccess) raw ^= Address4K;
        raw |= canAccess ? Present | User : ProtNone;
        if (canWrite && (raw & UffdWp) == 0) raw |= Write;
        if (!canExecute) raw |= NoExecute;
        return new(raw);
    }

    private static ulong AddressMask(int level) => level switch
    {
        1 => Address4K,
        2 => Address2M,
        3 => Address1G,
        _ => throw new EnsureException($"no leaf exists at level {level}"),
    };
}
