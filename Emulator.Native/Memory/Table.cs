using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>
/// A page of 512 entries at one level. It is indexed by an address, which yields 9 bits, so no index is out of range.
/// Pointer-sized; the page belongs to a <see cref="FrameArena"/> and must not be used after the arena is disposed of.
/// </summary>
public readonly unsafe struct Table<TLevel> where TLevel : struct, ILevel
{
    public const int EntryCount = 512;
    public const int SizeBytes = 4096;

    private readonly ulong* _page;

    // Safe: only FrameArena makes one, from the 4 kB-aligned address of a committed page of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Table(ulong* page) => _page = page;

    internal ulong* Pointer => _page;

    public bool IsNull => _page == null;

    /// <summary>The entry that translates <paramref name="address"/> at this level.</summary>
    public Pte this[VirtAddr address]
    {
        // Safe: Index is masked to 9 bits.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_page[address.Index<TLevel>()]);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _page[address.Index<TLevel>()] = value.Raw;
    }

    /// <summary>The place of that entry: the kernel's <c>pud_t *</c> or <c>pte_t *</c>.</summary>
    // Safe: Index is masked to 9 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PteRef At(VirtAddr address) => new(_page + address.Index<TLevel>());

    /// <summary>All entries in order, for reading.</summary>
    // Safe: 512 entries of one page.
    public ReadOnlySpan<ulong> Entries => new(_page, EntryCount);
}
