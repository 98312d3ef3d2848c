using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>
/// Ages the pages of many tables: clears A in the present entries, as <c>ptep_test_and_clear_young</c> does one at a time, and counts
/// those that had it. An entry without P is left alone: its bit 5 belongs to a swap offset.
/// </summary>
public static class AccessedEntries
{
    /// <summary>From P, bit 0, to A, bit 5.</summary>
    private const int AccessedShift = 5;

    private readonly struct ClearYoung : IEntryRewrite
    {
        public int CountShift => AccessedShift;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Of(ulong entry, ref ulong count)
        {
            var young = (entry & (Pte.Present | Pte.Accessed)) == (Pte.Present | Pte.Accessed) ? 1UL : 0;
            count += young;
            return entry - (young * Pte.Accessed);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Of(Vector256<ulong> entries, ref Vector256<ulong> counts)
        {
            var young = (entries << AccessedShift) & entries & Vector256.Create(Pte.Accessed);
            counts += young;
            return entries ^ young;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Of(Vector512<ulong> entries, ref Vector512<ulong> counts)
        {
            var young = (entries << AccessedShift) & entries & Vector512.Create(Pte.Accessed);
            counts += young;
            return entries ^ young;
        }
    }

    /// <returns>How many had it.</returns>
    public static long Clear<TLevel>(ReadOnlySpan<Table<TLevel>> tables) where TLevel : struct, ILevel => Clear(tables, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    public static long Clear<TLevel>(ReadOnlySpan<Table<TLevel>> tables, SimdKernel kernel) where TLevel : struct, ILevel =>
        TableRewriting.Run(tables, default(ClearYoung), kernel);
}
