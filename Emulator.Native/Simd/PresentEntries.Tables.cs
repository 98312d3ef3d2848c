using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <content>The same over many tables in one call.</content>
public static unsafe partial class PresentEntries
{
    /// <summary>How many in all of the tables, which need not lie together.</summary>
    public static long Count<TLevel>(ReadOnlySpan<Table<TLevel>> tables) where TLevel : struct, ILevel => Count(tables, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    public static long Count<TLevel>(ReadOnlySpan<Table<TLevel>> tables, SimdKernel kernel) where TLevel : struct, ILevel =>
        TableCounting.Count(tables, default(Test), kernel);

    /// <summary>A mask of each table.</summary>
    /// <param name="masks">As many as there are tables.</param>
    public static void Find<TLevel>(ReadOnlySpan<Table<TLevel>> tables, Span<EntryMask> masks) where TLevel : struct, ILevel =>
        Find(tables, masks, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    public static void Find<TLevel>(ReadOnlySpan<Table<TLevel>> tables, Span<EntryMask> masks, SimdKernel kernel)
        where TLevel : struct, ILevel => TableMarking.Find(tables, masks, default(Test), kernel);

    private readonly struct Test : IEntryTest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Of(ulong entry) => entry & Pte.Present;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Add(Vector256<ulong> sums, Vector256<ulong> entries) => sums + (entries & Vector256.Create(Pte.Present));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Add(Vector512<ulong> sums, Vector512<ulong> entries) => sums + (entries & Vector512.Create(Pte.Present));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Sign(Vector256<ulong> entries) => entries << 63;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Sign(Vector512<ulong> entries) => entries << 63;
    }
}
