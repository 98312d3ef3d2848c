using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>
/// The pass of UFFDIO_WRITEPROTECT over many tables: each present entry loses R/W and gets <see cref="Pte.UffdWp"/>, as
/// <c>pte_mkuffd_wp</c> does one at a time. An entry without P is left alone: what is to become of a marker, or
/// of a PROT_NONE page, is the caller's to say. On tables of a kernel that shares them in bulk, the caller forgets the leaf that was seen
/// (<see cref="FrameInfo.ForgetLeaf"/>).
/// </summary>
public static class UffdWpEntries
{
    /// <summary>From P, bit 0, to R/W, bit 1, and to uffd-wp, bit 10.</summary>
    private const int WriteShift = 1;

    private const int UffdWpShift = 10;

    private readonly struct WriteProtect : IEntryRewrite
    {
        public int CountShift => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Of(ulong entry, ref ulong count)
        {
            var present = (entry & Pte.Present) != 0 ? 1UL : 0;
            count += present;
            return (entry & ~(present * Pte.Write)) | (present * Pte.UffdWp);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ulong> Of(Vector256<ulong> entries, ref Vector256<ulong> counts)
        {
            var present = entries & Vector256.Create(Pte.Present);
            counts += present;
            return Vector256.AndNot(entries, present << WriteShift) | (present << UffdWpShift);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ulong> Of(Vector512<ulong> entries, ref Vector512<ulong> counts)
        {
            var present = entries & Vector512.Create(Pte.Present);
            counts += present;
            return Vector512.AndNot(entries, present << WriteShift) | (present << UffdWpShift);
        }
    }

    /// <returns>How many entries are present.</returns>
    public static long Protect<TLevel>(ReadOnlySpan<Table<TLevel>> tables) where TLevel : struct, ILevel => Protect(tables, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    public static long Protect<TLevel>(ReadOnlySpan<Table<TLevel>> tables, SimdKernel kernel) where TLevel : struct, ILevel =>
        TableRewriting.Run(tables, default(WriteProtect), kernel);
}
