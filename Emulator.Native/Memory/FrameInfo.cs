using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>
/// What is known of one frame of the arena, beside the page itself: 16 bytes, as Linux keeps a struct ptdesc beside each
/// table. A frame that is free has level 0.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct FrameInfo
{
    /// <summary>Additional users of a PMD table: 0 is exclusive (pt_share_count; the page's reference count minus 1 before 6.13).</summary>
    public int ShareCount;

    /// <summary>Number of the mm that allocated the table.</summary>
    public int Owner;

    /// <summary>Next free frame while this one is free.</summary>
    internal uint NextFree;

    /// <summary>References that somebody holds on the table's page without mapping it (a walker by page frame).</summary>
    public ushort Held;

    /// <summary>The level's number (<see cref="ILevel.Number"/>), 0 while the frame is free.</summary>
    public byte Level;
}
