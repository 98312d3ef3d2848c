using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>
/// What a TLB compares: the page of an address, with the PCID, or with G instead of one, since a global translation is used under any
/// PCID (SDM 4.10.2.4). 0 means no entry.
/// <code>
/// | 62 valid | 61 global | 59..57 kind | 56..12 the address, bits below the page 0 | 11..0 PCID |
/// </code>
/// </summary>
public readonly record struct TlbTag(ulong Raw)
{
    public const int PcidMax = (1 << PcidBits) - 1;

    private const int PcidBits = 12, LinearBits = 57;
    private const int KindShift = LinearBits, TableBit = 59, GlobalBit = 61, ValidBit = 62;
    private const ulong One = 1;

    /// <summary>The bits that say nothing of the address: is it there, global, of a table, and of which PCID.</summary>
    private const ulong Context = (One << ValidBit) | (One << GlobalBit) | (One << TableBit) | PcidMax;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TlbTag Of(TlbEntryKind kind, VirtAddr address, int pcid) => new(Base(kind) | (address.Value & PageMask(kind)) | (uint)pcid);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TlbTag GlobalOf(TlbEntryKind kind, VirtAddr address) =>
        new(Base(kind) | (address.Value & PageMask(kind)) | (One << GlobalBit));

    /// <summary>Bytes that an entry of the kind spans, as a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShiftOf(TlbEntryKind kind) => Pt.Shift + (9 * (((int)kind & 3) + ((int)kind >> 2)));

    public bool IsGlobal => (Raw >> GlobalBit & 1) != 0;

    public bool IsTable => (Raw >> TableBit & 1) != 0;

    public TlbEntryKind Kind => (TlbEntryKind)(Raw >> KindShift & 7);

    public int Pcid => (int)(Raw & PcidMax);

    /// <summary>First address that the entry translates, sign-extended from bit 56.</summary>
    public VirtAddr Start => new((ulong)((long)((Raw & PageMask(Kind)) << (64 - LinearBits)) >> (64 - LinearBits)));

    /// <summary>The bits that all translations of a PCID that are not global have in common.</summary>
    internal static (ulong Mask, ulong Value) PagesOf(int pcid) => (Context, (One << ValidBit) | (uint)pcid);

    /// <summary>As <see cref="PagesOf"/>, of the paging-structure entries.</summary>
    internal static (ulong Mask, ulong Value) TablesOf(int pcid) => (Context, (One << ValidBit) | (One << TableBit) | (uint)pcid);

    /// <summary>Of everything that is not global, whatever the PCID.</summary>
    internal static (ulong Mask, ulong Value) NotGlobal => ((One << ValidBit) | (One << GlobalBit), One << ValidBit);

    /// <summary>Of every translation that is not global.</summary>
    internal static (ulong Mask, ulong Value) Pages => (Context & ~(ulong)PcidMax, One << ValidBit);

    /// <summary>Of every global translation.</summary>
    internal static (ulong Mask, ulong Value) Globals => ((One << ValidBit) | (One << GlobalBit), (One << ValidBit) | (One << GlobalBit));

    /// <summary>Of every paging-structure entry, whatever the PCID.</summary>
    internal static (ulong Mask, ulong Value) Tables => ((One << ValidBit) | (One << TableBit), (One << ValidBit) | (One << TableBit));

    /// <summary>The tags of an address under any PCID: those that are not global, or all.</summary>
    internal (ulong Mask, ulong Value) OfAnyPcid(bool withGlobal)
    {
        var mask = ~((ulong)PcidMax | (withGlobal ? One << GlobalBit : 0));
        return (mask, Raw & mask);
    }

    /// <summary>Of every entry of the same kind.</summary>
    internal (ulong Mask, ulong Value) OfKind => ((One << ValidBit) | (7UL << KindShift), Base(Kind));

    /// <summary>The bits of an address that choose the page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong PageMask(TlbEntryKind kind) => (ulong.MaxValue >> (64 - LinearBits)) & (ulong.MaxValue << ShiftOf(kind));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Base(TlbEntryKind kind) => (One << ValidBit) | ((ulong)kind << KindShift);
}

/// <summary>
/// What a cached entry translates: a page of a size (TLB, SDM 4.10.2), or the part of an address that leads to a table
/// (paging-structure caches, SDM 4.10.3). Bit 2 tells the two apart.
/// </summary>
public enum TlbEntryKind
{
    Page4K = 0,
    Page2M = 1,
    Page1G = 2,

    /// <summary>A PDE that names a page table: the walk has one entry left to read.</summary>
    Pde = 4,

    /// <summary>A PDPTE that names a page directory.</summary>
    Pdpte = 5,

    Pml4e = 6,

    /// <summary>With five levels only.</summary>
    Pml5e = 7,
}

/// <summary>Which entry of a full set makes room.</summary>
public enum TlbReplacement
{
    /// <summary>The one that was not used for the longest time.</summary>
    Lru,

    /// <summary>A binary tree of bits above the ways, each of which points away from the half that was used last.</summary>
    TreePlru,
}
