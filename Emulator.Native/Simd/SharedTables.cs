using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Emulator.Native;

/// <summary>
/// Of 8 consecutive entries, one cache line, of a PUD (or another table above the lowest): which name a table, and which
/// of these tables have more users than one. Bit i is entry first + i; a shared table is in both masks.
/// </summary>
/// <param name="Tables">P is set and PS clear; at the PGD and P4D bit 7 is no PS, and P alone decides (SDM Vol. 3A, 4.5).</param>
/// <param name="Shared"><see cref="FrameInfo.ShareCount"/> of the table is not 0: only PMD tables have one.</param>
public readonly unsafe record struct SharedTables(byte Tables, byte Shared)
{
    public const int EntryCount = 8;

    // Safe: Find checked that the 8 entries lie in the table; Info checks the frame that an entry names.
    private static SharedTables FindScalar(FrameArena arena, ulong* entries, ulong tableMask)
    {
        var (tables, shared) = (0, 0);
        for (var i = 0; i < EntryCount; i++)
        {
            var entry = new Pte(entries[i]);
            if ((entry.Raw & tableMask) != Pte.Present) continue;
            tables |= 1 << i;
            if (arena.Info(entry.TableAddress).ShareCount != 0) shared |= 1 << i;
        }

        return new((byte)tables, (byte)shared);
    }

    // Safe: as FindScalar, 4 entries twice.
    private static SharedTables Find256(FrameArena arena, ulong* entries, ulong tableMask)
    {
        var (low, high) = (Tables256(entries, tableMask), Tables256(entries + 4, tableMask));
        var counts = Vector256.Create(
            ShareCounts(arena, Vector256.Load(entries), low),
            ShareCounts(arena, Vector256.Load(entries + 4), high));
        var tables = low.ExtractMostSignificantBits() | (high.ExtractMostSignificantBits() << 4);
        return new((byte)tables, NonZero(counts));
    }

    // Safe: as FindScalar, 8 entries. .NET has no 512-bit gather, so the share counts come as above.
    private static SharedTables Find512(FrameArena arena, ulong* entries, ulong tableMask)
    {
        var line = Vector512.Load(entries);
        var isTable = Vector512.Equals((line & Vector512.Create(tableMask)) ^ Vector512.Create(Pte.Present), Vector512<ulong>.Zero);
        var counts = Vector256.Create(
            ShareCounts(arena, line.GetLower(), isTable.GetLower()),
            ShareCounts(arena, line.GetUpper(), isTable.GetUpper()));
        return new((byte)isTable.ExtractMostSignificantBits(), NonZero(counts));
    }

    /// <summary>Share counts of the tables that 4 entries name, 0 where <paramref name="isTable"/> is 0: frame 0 is nobody's.</summary>
    // Safe: every offset is that of frame 0, which is committed and whose count is 0, or of a frame that was handed out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ShareCounts(FrameArena arena, Vector256<ulong> entries, Vector256<ulong> isTable)
    {
        // Frame number << 12 in the entry, times 16 bytes of FrameInfo, whose first int is ShareCount.
        var offsets = ((entries & Vector256.Create(Pte.Address4K) & isTable) >> 8).AsInt64();
        var last = Vector256.Create((long)arena.LastFrame * sizeof(FrameInfo));
        var isNoFrame = Vector256.GreaterThan(offsets, last) | Vector256.Equals(offsets, Vector256<long>.Zero);
        Ensure.That((isNoFrame & isTable.AsInt64()) == Vector256<long>.Zero, "an entry that names a table names a frame");
        return Avx2.GatherVector128((int*)arena.Memory.Infos, offsets, 1);
    }

    // Safe: as Find256.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Tables256(ulong* entries, ulong tableMask) =>
        Vector256.Equals(Vector256.Load(entries) & Vector256.Create(tableMask), Vector256.Create(Pte.Present));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte NonZero(Vector256<int> counts) =>
        (byte)(~Vector256.Equals(counts, Vector256<int>.Zero)).ExtractMostSignificantBits();

    public static SharedTables Find<TLevel>(FrameArena arena, Table<TLevel> table, int firstIndex) where TLevel : struct, ILevel =>
        Find(arena, table, firstIndex, Simd.Active);

    /// <param name="arena">The arena whose frames the entries name: an entry that names another is asserted against.</param>
    /// <param name="firstIndex">The first of the 8 entries: a multiple of 8 below 512.</param>
    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: firstIndex is checked; a Table is 512 entries or null, and a null faults in the first page.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SharedTables Find<TLevel>(FrameArena arena, Table<TLevel> table, int firstIndex, SimdKernel kernel)
        where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        Ensure.That(TLevel.Number > Pt.Number, "an entry of the lowest level names no table");
        Ensure.That((uint)firstIndex < EntryMask.EntryCount && firstIndex % EntryCount == 0);
        var entries = table.Pointer + (nuint)firstIndex;
        var tableMask = TLevel.Number > Pud.Number ? Pte.Present : Pte.Present | Pte.PageSize;
        return kernel switch
        {
            SimdKernel.Vector512 => Find512(arena, entries, tableMask),
            SimdKernel.Vector256 => Find256(arena, entries, tableMask),
            _ => FindScalar(arena, entries, tableMask),
        };
    }
}
