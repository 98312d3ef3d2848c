using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Emulator.Native;

/// <summary>
/// Unshares a range of entries of a PUD table at once: each that names a shared table is cleared, and the table's count drops by one, in the
/// order of the entries; the others stay.
/// </summary>
/// <param name="Tables">How many of the entries named a table before.</param>
/// <param name="Detached">How many of them are cleared now.</param>
/// <param name="First">Index of the first that is cleared, -1 if none is.</param>
/// <param name="Last">Index of the last.</param>
/// <param name="LeftOneUser">Some detached table has one user left, which may change it at will.</param>
public readonly unsafe record struct DetachedTables(int Tables, int Detached, int First, int Last, bool LeftOneUser)
{
    private const int LineCount = SharedTables.EntryCount;
    private const int FrameShift = 12;

    /// <summary>Nothing was looked at.</summary>
    private static readonly DetachedTables Nothing = new(0, 0, First: -1, Last: -1, LeftOneUser: false);

    // Safe: Detach checked that the entries lie in the table; Info checks the frame that an entry names.
    private static DetachedTables DetachScalar(FrameArena arena, ulong* entries, int first, int end)
    {
        var done = Nothing;
        for (var i = first; i < end; i++)
        {
            var entry = new Pte(entries[i]);
            if (!entry.IsTable) continue;
            done = done with { Tables = done.Tables + 1 };
            ref var shares = ref arena.Info(entry.TableAddress).ShareCount;
            if (shares == 0) continue;
            shares--;
            entries[i] = 0;
            done = done.Plus(i, isLeftWithOne: shares == 0);
        }

        return done;
    }

    // Safe: as DetachScalar; a whole line is 8 entries.
    private static DetachedTables Detach256(FrameArena arena, Table<Pud> table, int first, int end)
    {
        var (done, whole, wholeFirst, wholeLast, isZero) = (Nothing, 0, -1, -1, false);
        for (var i = first; i < end; i = (i & -LineCount) + LineCount)
        {
            var entries = table.Pointer + (nuint)i;
            if (i % LineCount != 0 || i + LineCount > end || !TryDetachNeighbours256(arena, entries, ref isZero))
            {
                done = DetachFound(arena, table, i, end, SimdKernel.Vector256, done);
                continue;
            }

            whole += LineCount;
            if (wholeFirst < 0) wholeFirst = i;
            wholeLast = i + LineCount - 1;
        }

        return done.Plus(whole, wholeFirst, wholeLast, isZero);
    }

    // Safe: as Detach256. Its own optimizer run: it is called once for each 512G, and the loop is all there is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static DetachedTables Detach512(FrameArena arena, Table<Pud> table, int first, int end)
    {
        var (done, whole, wholeFirst, wholeLast, zeros) = (Nothing, 0, -1, -1, 0UL);
        for (var i = first; i < end; i = (i & -LineCount) + LineCount)
        {
            var entries = table.Pointer + (nuint)i;
            if (i % LineCount != 0 || i + LineCount > end || !TryDetachNeighbours512(arena, entries, ref zeros))
            {
                done = DetachFound(arena, table, i, end, SimdKernel.Vector512, done);
                continue;
            }

            whole += LineCount;
            if (wholeFirst < 0) wholeFirst = i;
            wholeLast = i + LineCount - 1;
        }

        return done.Plus(whole, wholeFirst, wholeLast, (zeros & EveryFourth) != 0);
    }

    /// <summary>
    /// The usual case: 8 tables that were allocated one after the other, all of them shared. Then their counts lie side by side, a
    /// count in 16 bytes, and no table is named twice.
    /// </summary>
    // Safe: all 8 frames, first to last, were handed out, so what is known of them is committed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDetachNeighbours512(FrameArena arena, ulong* entries, ref ulong zeros)
    {
        var line = Vector512.Load(entries) & Vector512.Create(Pte.Address4K | Pte.Present | Pte.PageSize);
        var first = line.ToScalar();
        if (!Vector512.EqualsAll(line, Vector512.Create(first) + (Vector512<ulong>.Indices << FrameShift))) return false;
        var frame = first >> FrameShift;
        if (!AreTables(arena, first)) return false;
        var counts = (int*)(arena.Memory.Infos + frame);
        // 4 lines on: the prefetcher of the hardware alone leaves a third of the time to the third-level cache.
        Sse.Prefetch0(counts + 256);
        Sse.Prefetch0(counts + 272);
        var (low, high) = (Vector512.Load(counts), Vector512.Load(counts + Vector512<int>.Count));
        if (((Zeros(low) | Zeros(high)) & EveryFourth) != 0) return false;
        var one = Vector512.Create(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
        low -= one;
        high -= one;
        low.Store(counts);
        high.Store(counts + Vector512<int>.Count);
        Vector512<ulong>.Zero.Store(entries);
        zeros |= Zeros(low) | Zeros(high);
        return true;
    }

    /// <summary>As <see cref="TryDetachNeighbours512"/>, two counts in a vector.</summary>
    // Safe: as TryDetachNeighbours512.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDetachNeighbours256(FrameArena arena, ulong* entries, ref bool isZero)
    {
        var bits = Vector256.Create(Pte.Address4K | Pte.Present | Pte.PageSize);
        var (line, rest) = (Vector256.Load(entries) & bits, Vector256.Load(entries + 4) & bits);
        var first = line.ToScalar();
        var expected = Vector256.Create(first) + (Vector256<ulong>.Indices << FrameShift);
        var areInOrder = Vector256.EqualsAll(line, expected) && Vector256.EqualsAll(rest, expected + Vector256.Create(4UL << FrameShift));
        if (!areInOrder || !AreTables(arena, first)) return false;
        var counts = (int*)(arena.Memory.Infos + (first >> FrameShift));
        var (a, b) = (Vector256.Load(counts), Vector256.Load(counts + 8));
        var (c, d) = (Vector256.Load(counts + 16), Vector256.Load(counts + 24));
        if (HasZero(a) || HasZero(b) || HasZero(c) || HasZero(d)) return false;
        var one = Vector256.Create(1, 0, 0, 0, 1, 0, 0, 0);
        (a, b, c, d) = (a - one, b - one, c - one, d - one);
        a.Store(counts);
        b.Store(counts + 8);
        c.Store(counts + 16);
        d.Store(counts + 24);
        Vector256<ulong>.Zero.Store(entries);
        Vector256<ulong>.Zero.Store(entries + 4);
        isZero |= HasZero(a) | HasZero(b) | HasZero(c) | HasZero(d);
        return true;
    }

    /// <summary>The entries of a line from one on: found in vectors, detached one by one. The count is looked at again: a table may be named twice.</summary>
    // Safe: as DetachScalar.
    private static DetachedTables DetachFound(
        FrameArena arena, Table<Pud> table, int first, int end, SimdKernel kernel, DetachedTables done)
    {
        var line = first & -LineCount;
        var among = (0xFF << (first - line)) & ((1 << Math.Min(LineCount, end - line)) - 1);
        var found = SharedTables.Find(arena, table, line, kernel);
        done = done with { Tables = done.Tables + BitOperations.PopCount((uint)(found.Tables & among)) };
        for (var rest = (uint)(found.Shared & among); rest != 0; rest &= rest - 1)
        {
            var i = line + BitOperations.TrailingZeroCount(rest);
            ref var shares = ref arena.Info(new Pte(table.Pointer[i]).TableAddress).ShareCount;
            if (shares == 0) continue;
            shares--;
            table.Pointer[i] = 0;
            done = done.Plus(i, isLeftWithOne: shares == 0);
        }

        return done;
    }

    /// <summary>The lanes of 16 that hold a <see cref="FrameInfo.ShareCount"/>, and those of 8.</summary>
    private const uint EveryFourth = 0x1111;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Zeros(Vector512<int> lanes) => Vector512.Equals(lanes, Vector512<int>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasZero(Vector256<int> lanes) =>
        (Vector256.Equals(lanes, Vector256<int>.Zero).ExtractMostSignificantBits() & EveryFourth) != 0;

    /// <summary>Is this the entry of a table, and are it and the 7 frames after it ours?</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreTables(FrameArena arena, ulong entry)
    {
        var frame = entry >> FrameShift;
        return (entry & (Pte.Present | Pte.PageSize)) == Pte.Present && frame != 0 && frame + (LineCount - 1) <= arena.LastFrame;
    }

    private DetachedTables Plus(int index, bool isLeftWithOne) =>
        new(Tables, Detached + 1, First < 0 ? index : First, index, LeftOneUser || isLeftWithOne);

    private DetachedTables Plus(int whole, int first, int last, bool isLeftWithOne) => whole == 0 ? this : new(
        Tables + whole, Detached + whole, First < 0 ? first : Math.Min(First, first), Math.Max(Last, last), LeftOneUser || isLeftWithOne);

    public static DetachedTables Detach(FrameArena arena, Table<Pud> table, int first, int end) =>
        Detach(arena, table, first, end, Simd.Active);

    /// <param name="arena">The arena whose frames the entries name: an entry that names another is asserted against.</param>
    /// <param name="first">The first of the entries, 0..511.</param>
    /// <param name="end">The one after the last, up to 512.</param>
    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: both indexes are checked; a Table is 512 entries or null, and a null faults in the first page.
    public static DetachedTables Detach(FrameArena arena, Table<Pud> table, int first, int end, SimdKernel kernel)
    {
        Simd.Require(kernel);
        Ensure.That(0 <= first && first <= end && end <= EntryMask.EntryCount);
        return kernel switch
        {
            SimdKernel.Vector512 => Detach512(arena, table, first, end),
            SimdKernel.Vector256 => Detach256(arena, table, first, end),
            _ => DetachScalar(arena, table.Pointer, first, end),
        };
    }
}
