using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Emulator.Native;

/// <summary>
/// Bit 63 of each of 32 or 64 entries, as 32 or 64 bits in order. To take a mask of each vector (VPMOVMSKPD for 4 entries,
/// KMOVB for 8) costs up to twice the time of this: a saturating pack keeps the sign, so that three rounds of packs leave a
/// byte for each entry, and one mask is taken of all.
/// </summary>
internal static class SignBits
{
    /// <summary>Of 8 vectors of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Of(
        Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c, Vector256<ulong> d,
        Vector256<ulong> e, Vector256<ulong> f, Vector256<ulong> g, Vector256<ulong> h)
    {
        // A pack works on each 128-bit half alone, so the low half has entries 0 1 of each vector, the high half 2 3:
        //   a0 a1 b0 b1 c0 c1 .. h0 h1 | a2 a3 b2 b3 c2 c3 .. h2 h3
        var bytes = Avx2.PackSignedSaturate(
            Avx2.PackSignedSaturate(Pair(a, b), Pair(c, d)),
            Avx2.PackSignedSaturate(Pair(e, f), Pair(g, h)));
        // Quarters a-d low, a-d high, e-h low, e-h high; then within each half, a pair of the low and a pair of the high.
        var quarters = Avx2.Permute4x64(bytes.AsUInt64(), 0b11_01_10_00).AsByte();
        var inOrder = Avx2.Shuffle(quarters, Vector256.Create(
            (byte)0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15,
            0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15));
        return inOrder.ExtractMostSignificantBits();
    }

    /// <summary>8 entries as 8 times 4 bytes: the sign of an entry is the sign of its upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Pair(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.PackSignedSaturate(a.AsInt32(), b.AsInt32()).AsInt32();

    /// <summary>Of 8 vectors of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(
        Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, Vector512<ulong> d,
        Vector512<ulong> e, Vector512<ulong> f, Vector512<ulong> g, Vector512<ulong> h)
    {
        var bytes = Avx512BW.PackSignedSaturate(
            Avx512BW.PackSignedSaturate(Pair(a, b), Pair(c, d)),
            Avx512BW.PackSignedSaturate(Pair(e, f), Pair(g, h)));
        // Quarter q has entries 2q and 2q + 1 of a, b, .. h: words 8q .. 8q + 7. In order, a vector's four words are neighbours.
        var inOrder = Avx512BW.PermuteVar32x16(bytes.AsUInt16(), Vector512.Create(
            (ushort)0, 8, 16, 24, 1, 9, 17, 25, 2, 10, 18, 26, 3, 11, 19, 27,
            4, 12, 20, 28, 5, 13, 21, 29, 6, 14, 22, 30, 7, 15, 23, 31));
        return inOrder.AsByte().ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Pair(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512BW.PackSignedSaturate(a.AsInt32(), b.AsInt32()).AsInt32();
}
