using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Emulator.Native;

/// <summary>
/// Enters the PMD tables of one PUD table into another, entry by entry, each counting its new user: what huge_pmd_share does for as many
/// 1Gs, where the page that is looked for is mapped in each of them.
/// </summary>
public static unsafe class SharedRun
{
    private const int PrefetchAhead = 24;
    private const int NeighbourCount = 4;
    private const int FrameShift = 12;

    // Safe: Enter checked both runs; Info checks the frame that an entry names.
    private static int EnterScalar(FrameArena arena, ulong* source, ulong* target, int count, (uint Index, uint Needed) leaf)
    {
        for (var i = 0; i < count; i++)
        {
            if (!TryEnter(arena, source + i, target + i, count - i, leaf)) return i;
        }

        return count;
    }

    // Safe: as EnterScalar; 4 neighbours are left where they are tried.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Enter256(FrameArena arena, ulong* source, ulong* target, int count, (uint Index, uint Needed) leaf)
    {
        var (mask, seen) = (FrameInfo.SeenMask(leaf.Needed), FrameInfo.Seen(leaf.Index, leaf.Needed));
        var (levels, level) = (FrameInfo.LevelMask, (uint)Pmd.Number << FrameInfo.LevelShift);
        var masks = Vector256.Create(0, 0, mask, levels, 0, 0, mask, levels);
        var expected = Vector256.Create(0, 0, seen, level, 0, 0, seen, level);
        for (var i = 0; i < count;)
        {
            if (i + NeighbourCount <= count && TryEnterNeighbours(arena, source + i, target + i, masks, expected)) i += NeighbourCount;
            else if (TryEnter(arena, source + i, target + i, count - i, leaf)) i++;
            else return i;
        }

        return count;
    }

    /// <param name="left">So many entries, this one among them, are to be entered: their tables may be fetched ahead.</param>
    // Safe: see EnterScalar.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEnter(FrameArena arena, ulong* source, ulong* target, int left, (uint Index, uint Needed) leaf)
    {
        var entry = new Pte(*source);
        if (!entry.IsTable || *target != 0) return false;
        ref var info = ref arena.Info(entry.TableAddress);
        // A stale entry names a frame that is free, whose place for the leaf is the free list's, or a table of another level.
        if (info.Level != Pmd.Number) return false;
        if (!info.HasSeen(leaf.Index, leaf.Needed))
        {
            // The tables lie pages apart, where no prefetcher of the hardware follows.
            if (Sse.IsSupported && PrefetchAhead < left) Sse.Prefetch0(Leaf(arena, source[PrefetchAhead], leaf.Index));
            info.See(leaf.Index, *Leaf(arena, entry.Raw, leaf.Index));
            if (!info.HasSeen(leaf.Index, leaf.Needed)) return false;
        }

        info.ShareCount++;
        *target = Pte.ForTable(entry.TableAddress).Raw;
        return true;
    }

    /// <summary>
    /// The usual case: 4 tables that were allocated one after the other, whose leaf is known. What is known of them is 64 bytes side by side.
    /// </summary>
    /// <param name="mask">The bits of the leaf that matter, and the level, of what is known of two frames.</param>
    /// <param name="expected">Those bits, where the leaf is as needed, in a PMD table.</param>
    // Safe: all 4 frames, first to last, were handed out, so what is known of them is committed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEnterNeighbours(FrameArena arena, ulong* source, ulong* target, Vector256<uint> mask, Vector256<uint> expected)
    {
        var line = Vector256.Load(source) & Vector256.Create(Pte.Address4K | Pte.Present | Pte.PageSize);
        var first = line.ToScalar();
        var frame = first >> FrameShift;
        if (!Vector256.EqualsAll(line, Vector256.Create(first) + (Vector256<ulong>.Indices << FrameShift))) return false;
        if ((first & (Pte.Present | Pte.PageSize)) != Pte.Present || frame == 0 || frame + (NeighbourCount - 1) > arena.LastFrame) return false;
        var infos = (uint*)(arena.Memory.Infos + frame);
        var (low, high) = (Vector256.Load(infos), Vector256.Load(infos + Vector256<uint>.Count));
        if (!Vector256.EqualsAll(low & mask, expected) || !Vector256.EqualsAll(high & mask, expected)) return false;
        if (Vector256.Load(target) != Vector256<ulong>.Zero) return false;
        var one = Vector256.Create(1U, 0, 0, 0, 1, 0, 0, 0);
        (low + one).Store(infos);
        (high + one).Store(infos + Vector256<uint>.Count);
        ((line & Vector256.Create(Pte.Address4K)) | Vector256.Create(Pte.TableFlags)).Store(target);
        return true;
    }

    // Safe: an index of a PMD is 9 bits; TryEnter has checked the frame, or only prefetches it.
    private static ulong* Leaf(FrameArena arena, ulong entry, uint index) => (ulong*)(arena.Memory.Frames + (entry & Pte.Address4K)) + index;

    /// <inheritdoc cref="Enter(FrameArena, ValueTuple{Table{Pud}, int}, ValueTuple{Table{Pud}, int}, int, VirtAddr, ulong, SimdKernel)"/>
    public static int Enter(
        FrameArena arena, (Table<Pud> Table, int First) from, (Table<Pud> Table, int First) to, int count, VirtAddr leaf, ulong needed) =>
        Enter(arena, from, to, count, leaf, needed, Simd.Active);

    /// <param name="from">A PUD table with tables to share.</param>
    /// <param name="to">The one that gets them.</param>
    /// <param name="leaf">Any address whose place in a PMD table is that of the pages that are looked for.</param>
    /// <param name="needed">Bits that the entry of each such page must have: P, or P and W.</param>
    /// <returns>How many were entered; the one after them is missing there, is there already here, or has no such page.</returns>
    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: both runs are checked.
    public static int Enter(
        FrameArena arena, (Table<Pud> Table, int First) from, (Table<Pud> Table, int First) to, int count, VirtAddr leaf, ulong needed,
        SimdKernel kernel)
    {
        Simd.Require(kernel);
        Ensure.That(count >= 0 && from.First >= 0 && to.First >= 0);
        Ensure.That(count <= Table<Pud>.EntryCount - from.First && count <= Table<Pud>.EntryCount - to.First);
        Ensure.That(needed is Pte.Present or (Pte.Present | Pte.Write));
        var source = from.Table.Pointer + (nuint)from.First;
        var target = to.Table.Pointer + (nuint)to.First;
        var what = ((uint)leaf.Index<Pmd>(), (uint)needed);
        // No 512 bits: most of it is memory.
        return kernel == SimdKernel.Scalar ? EnterScalar(arena, source, target, count, what) : Enter256(arena, source, target, count, what);
    }

    /// <summary>
    /// The first entry from <paramref name="first"/> on that names a table which nobody else has; <paramref name="end"/> if none does.
    /// </summary>
    // Safe: the range is checked; Find looks at whole lines of the table.
    public static int End(FrameArena arena, Table<Pud> table, int first, int end)
    {
        Ensure.That(0 <= first && first <= end && end <= Table<Pud>.EntryCount);
        for (var line = first & -SharedTables.EntryCount; line < end; line += SharedTables.EntryCount)
        {
            var found = SharedTables.Find(arena, table, line);
            var own = (uint)(found.Tables & ~found.Shared) & (line < first ? uint.MaxValue << (first - line) : uint.MaxValue);
            if (own != 0) return Math.Min(end, line + BitOperations.TrailingZeroCount(own));
        }

        return end;
    }
}
