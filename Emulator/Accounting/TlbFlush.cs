using Emulator.Native;

namespace Emulator.Accounting;

/// <summary>What a CPU is to drop of a mm.</summary>
/// <param name="Range">Whose pages; of no meaning where everything goes.</param>
/// <param name="StrideShift">The bytes from one page that is invalidated to the next, as a power of two.</param>
/// <param name="IsFull">Everything of the mm.</param>
public readonly record struct TlbFlush(AddrRange Range, int StrideShift, bool IsFull, KeptTables Keeps = KeptTables.None)
{
    public static TlbFlush Everything => new(default, Pt.Shift, IsFull: true);
}
