using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>
/// What is known of one frame of the arena, beside the page itself: 16 bytes, as Linux keeps a struct ptdesc beside each
/// table. A frame that is free has level 0.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public struct FrameInfo
{
    /// <summary>Additional users of a PMD table: 0 is exclusive (pt_share_count; the page's reference count minus 1 before 6.13).</summary>
    [FieldOffset(0)]
    public int ShareCount;

    /// <summary>Number of the mm that allocated the table.</summary>
    [FieldOffset(4)]
    public int Owner;

    /// <summary>Next free frame while this one is free.</summary>
    [FieldOffset(8)]
    internal uint NextFree;

    /// <summary>The leaf of a PMD table that was looked at last, while it has not changed: its index and its bits P and W. 0: none was.</summary>
    [FieldOffset(8)]
    private uint _seenLeaf;

    /// <summary>References that somebody holds on the table's page without mapping it (a walker by page frame).</summary>
    [FieldOffset(12)]
    public ushort Held;

    /// <summary>The level's number (<see cref="ILevel.Number"/>), 0 while the frame is free.</summary>
    [FieldOffset(14)]
    public byte Level;

    /// <summary>Call after writing any leaf of this table: drops the remembered one. It has no effect on a free frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ForgetLeaf()
    {
        if (Level != 0) _seenLeaf = 0;
    }

    /// <summary>
    /// Is the leaf known to have the bits that are needed, of P and W? If so its line of the table need not be read: the tables of a
    /// mapping lie pages apart, and what is known of them lies together.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly bool HasSeen(uint index, uint needed) => (_seenLeaf & SeenMask(needed)) == Seen(index, needed);

    /// <summary>The leaf was read, and is <paramref name="raw"/>.</summary>
    internal void See(uint index, ulong raw) => _seenLeaf = Seen(index, (uint)raw & SeenBits);

    /// <summary>What is known of a leaf, less the bits that are not needed.</summary>
    internal static uint SeenMask(uint needed) => ~SeenBits | needed;

    internal static uint Seen(uint index, uint bits) => (index << SeenShift) | bits;

    /// <summary>Where <see cref="Level"/> is in the last 4 of the 16 bytes.</summary>
    internal const int LevelShift = 16;

    internal const uint LevelMask = 0xFFU << LevelShift;

    private const int SeenShift = 2;
    private const uint SeenBits = (uint)(Pte.Present | Pte.Write);
}
