using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>
/// The least that can be done with every entry of many tables: to load it, or to load it and store it again. What another operation
/// costs is held against this, by the same loops, which is as fast as this machine's memory or caches give.
/// </summary>
public static class TableReading
{
    private readonly struct Load : IEntryTest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Of(ulong entry) => entry;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Add(Vector256<ulong> sums, Vector256<ulong> entries) => sums + entries;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Add(Vector512<ulong> sums, Vector512<ulong> entries) => sums + entries;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Sign(Vector256<ulong> entries) => entries;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Sign(Vector512<ulong> entries) => entries;
    }

    private readonly struct Store : IEntryRewrite
    {
        public int CountShift => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Of(ulong entry, ref ulong count) => entry;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Of(Vector256<ulong> entries, ref Vector256<ulong> counts) => entries;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Of(Vector512<ulong> entries, ref Vector512<ulong> counts) => entries;
    }

    /// <summary>Loads all entries.</summary>
    /// <returns>Their sum, which wraps, so that none may be left out.</returns>
    public static long Read<TLevel>(ReadOnlySpan<Table<TLevel>> tables) where TLevel : struct, ILevel => Read(tables, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    public static long Read<TLevel>(ReadOnlySpan<Table<TLevel>> tables, SimdKernel kernel) where TLevel : struct, ILevel =>
        TableCounting.Count(tables, default(Load), kernel);

    /// <summary>Loads all entries and stores each where it was.</summary>
    public static void Rewrite<TLevel>(ReadOnlySpan<Table<TLevel>> tables) where TLevel : struct, ILevel => Rewrite(tables, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    public static void Rewrite<TLevel>(ReadOnlySpan<Table<TLevel>> tables, SimdKernel kernel) where TLevel : struct, ILevel =>
        TableRewriting.Run(tables, default(Store), kernel);
}
