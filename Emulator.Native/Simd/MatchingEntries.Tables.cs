using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <content>The same over many tables in one call.</content>
public static unsafe partial class MatchingEntries
{
    /// <summary>How many in all of the tables, which need not lie together.</summary>
    public static long Count<TLevel>(ReadOnlySpan<Table<TLevel>> tables, ulong mask, ulong value) where TLevel : struct, ILevel =>
        Count(tables, mask, value, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    public static long Count<TLevel>(ReadOnlySpan<Table<TLevel>> tables, ulong mask, ulong value, SimdKernel kernel)
        where TLevel : struct, ILevel => TableCounting.Count(tables, new Test(mask, value), kernel);

    /// <summary>A mask of each table.</summary>
    /// <param name="masks">As many as there are tables.</param>
    public static void Find<TLevel>(ReadOnlySpan<Table<TLevel>> tables, ulong mask, ulong value, Span<EntryMask> masks)
        where TLevel : struct, ILevel => Find(tables, mask, value, masks, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    public static void Find<TLevel>(
        ReadOnlySpan<Table<TLevel>> tables, ulong mask, ulong value, Span<EntryMask> masks, SimdKernel kernel)
        where TLevel : struct, ILevel => TableMarking.Find(tables, masks, new Test(mask, value), kernel);

    private readonly struct Test(ulong mask, ulong value) : IEntryTest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Of(ulong entry) => (entry & mask) == value ? 1UL : 0;

        // An equal entry's lane is -1, so subtracting counts it.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Add(Vector256<ulong> sums, Vector256<ulong> entries) => sums - Sign(entries);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Add(Vector512<ulong> sums, Vector512<ulong> entries) => sums - Sign(entries);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Sign(Vector256<ulong> entries) =>
            Vector256.Equals(entries & Vector256.Create(mask), Vector256.Create(value));

        // A test against zero is one VPTESTNMQ.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Sign(Vector512<ulong> entries) =>
            Vector512.Equals((entries & Vector512.Create(mask)) ^ Vector512.Create(value), Vector512<ulong>.Zero);
    }
}
