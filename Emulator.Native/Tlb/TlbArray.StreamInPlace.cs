using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Emulator.Native;

/// <content>
/// A block of tags by vectors of 4 ways, up to 4 of them; vectors of 8 were no faster, as a set of 12 is then padded to 16. Their number
/// is a type, so that the JIT writes the loop for it. What the tags translate to is not moved: it is the same for all, 0.
/// <code>
/// first  [ 0 1 2 3 ]     rotated [ 3 0 1 2 ]     moved [ tag 0 1 2 ]
/// second [ 4 5 6 7 ]             [ 7 4 5 6 ]           [  3  4 5 6 ]   the 3 from the rotated first
/// </code>
/// </content>
public sealed unsafe partial class TlbArray
{
    private const int Lane256 = 4;

    // [3, 0, 1, 2] of four; and from the other vector, the first of four.
    private const byte Rotation = 0b10_01_00_11;
    private const byte FirstOfFour = 0b0000_0011;

    // Safe: as Stream.
    private int StreamInPlace(ulong* tags, int count, ulong* missed, int shift) => ((Ways + Lane256 - 1) / Lane256) switch
    {
        1 => StreamInPlace<One>(tags, count, missed, shift),
        2 => StreamInPlace<Two>(tags, count, missed, shift),
        3 => StreamInPlace<Three>(tags, count, missed, shift),
        _ => StreamInPlace<Four>(tags, count, missed, shift),
    };

    // Safe: as Stream. With all ways in use of every vector, a miss moves them all.
    private int StreamInPlace<TVectors>(ulong* tags, int count, ulong* missed, int shift) where TVectors : struct, IVectors =>
        _expectsMisses && Ways == TVectors.Count * Lane256
            ? StreamInPlace<TVectors, True>(tags, count, missed, shift)
            : StreamInPlace<TVectors, False>(tags, count, missed, shift);

    /// <summary>From the element that is as many before the middle as the way that moves to the front: is each way beyond it?</summary>
    private static ReadOnlySpan<ulong> Beyond =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue,
        ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue,
    ];

    // Safe: as Stream; a set is padded to 8 ways, so its vectors of 4 are all there. A way is 0..15, so that the 16 elements of Beyond
    // from 15 - way on exist. Keys and masks are loaded: made by a broadcast or a comparison they would all need the one port of vpermq.
    private int StreamInPlace<TVectors, TExpectsMisses>(ulong* tags, int count, ulong* missed, int shift)
        where TVectors : struct, IVectors where TExpectsMisses : struct, IFlag
    {
        // A set of 8 or 16 entries is 2^6 or 2^7 bytes: its place is some bits of the tag.
        var sets = (byte*)_tags;
        var setShift = TVectors.Count > 2 ? 7 : 6;
        var (places, lastWay) = (_setMask << setShift, 1u << (Ways - 1));
        shift -= setShift;
        nuint misses = 0;
        fixed (ulong* beyond = Beyond)
        {
            for (nuint i = 0; i < (nuint)count; i++)
            {
                var tag = tags[i];
                var set = (ulong*)(sets + (tag >> shift & places));
                var key = Avx2.BroadcastScalarToVector256(tags + i);
                var a = Vector256.Load(set);
                var b = TVectors.Count > 1 ? Vector256.Load(set + Lane256) : default;
                var c = TVectors.Count > 2 ? Vector256.Load(set + (2 * Lane256)) : default;
                var d = TVectors.Count > 3 ? Vector256.Load(set + (3 * Lane256)) : default;
                var (movedA, movedB, movedC, movedD) = (MovedOn(a, key), MovedOn(b, a), MovedOn(c, b), MovedOn(d, c));
                missed[misses] = tag;
                if (TExpectsMisses.Value && Misses<TVectors>(key, a, b, c, d))
                {
                    misses++;
                    Vector256.Store(movedA, set);
                    if (TVectors.Count > 1) Vector256.Store(movedB, set + Lane256);
                    if (TVectors.Count > 2) Vector256.Store(movedC, set + (2 * Lane256));
                    if (TVectors.Count > 3) Vector256.Store(movedD, set + (3 * Lane256));
                    continue;
                }

                var hits = Hits(a, key);
                if (TVectors.Count > 1) hits |= Hits(b, key) << Lane256;
                if (TVectors.Count > 2) hits |= Hits(c, key) << (2 * Lane256);
                if (TVectors.Count > 3) hits |= Hits(d, key) << (3 * Lane256);
                // 1 if it is 0: hits has 16 bits at most.
                if (!TExpectsMisses.Value) misses += (hits - 1) >> 31;
                var isBeyond = beyond + 15 - BitOperations.TrailingZeroCount(hits | lastWay);
                Vector256.Store(Avx2.BlendVariable(movedA, a, Vector256.Load(isBeyond)), set);
                if (TVectors.Count > 1) Vector256.Store(Avx2.BlendVariable(movedB, b, Vector256.Load(isBeyond + 4)), set + Lane256);
                if (TVectors.Count > 2) Vector256.Store(Avx2.BlendVariable(movedC, c, Vector256.Load(isBeyond + 8)), set + (2 * Lane256));
                if (TVectors.Count > 3) Vector256.Store(Avx2.BlendVariable(movedD, d, Vector256.Load(isBeyond + 12)), set + (3 * Lane256));
            }
        }

        return (int)misses;
    }

    /// <summary>The ways of a vector, each one on: the last of the vector before comes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> MovedOn(Vector256<ulong> ways, Vector256<ulong> before) => Avx512F.VL.IsSupported
        ? Avx512F.VL.AlignRight64(ways, before, Lane256 - 1)
        : Avx2.Blend(Avx2.Permute4x64(ways, Rotation).AsUInt32(), Avx2.Permute4x64(before, Rotation).AsUInt32(), FirstOfFour).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hits(Vector256<ulong> ways, Vector256<ulong> key) => Vector256.Equals(ways, key).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Misses<TVectors>(
        Vector256<ulong> key, Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c, Vector256<ulong> d) where TVectors : struct, IVectors
    {
        var any = Vector256.Equals(a, key);
        if (TVectors.Count > 1) any |= Vector256.Equals(b, key);
        if (TVectors.Count > 2) any |= Vector256.Equals(c, key);
        if (TVectors.Count > 3) any |= Vector256.Equals(d, key);
        return any == Vector256<ulong>.Zero;
    }

    private interface IVectors
    {
        static abstract int Count { get; }
    }

    private interface IFlag
    {
        static abstract bool Value { get; }
    }

    private readonly struct One : IVectors
    {
        public static int Count => 1;
    }

    private readonly struct Two : IVectors
    {
        public static int Count => 2;
    }

    private readonly struct Three : IVectors
    {
        public static int Count => 3;
    }

    private readonly struct Four : IVectors
    {
        public static int Count => 4;
    }

    private readonly struct True : IFlag
    {
        public static bool Value => true;
    }

    private readonly struct False : IFlag
    {
        public static bool Value => false;
    }
}
