using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>
/// A place in a table: the kernel's <c>pte_t *</c>. Null where a lookup found no table. It stays readable after its table
/// is freed (the arena keeps the page, poisoned), so that a stale walker can be emulated without harm.
/// </summary>
public readonly unsafe struct PteRef
{
    private readonly ulong* _entry;

    // Safe: only Table<TLevel> makes one, with an index below 512 into a page of a live arena.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PteRef(ulong* entry) => _entry = entry;

    public static PteRef Null => default;

    public bool IsNull => _entry == null;

    internal ulong* Pointer => _entry;

    /// <summary>The entry, read or written whole, as the hardware does.</summary>
    public Pte Value
    {
        // Safe: not null by the caller's check (a null faults at address 0, it can't corrupt); the page is the arena's.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(*_entry);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => *_entry = value.Raw;
    }
}
