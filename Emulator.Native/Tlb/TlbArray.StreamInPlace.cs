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
    // from 15 - way on exist. Masks and keys are loaded: made by a broadcast or a comparison they would all need the one port of vpermq.
    private int StreamInPlace<TVectors, TExpectsMisses>(ulong* tags, int count, ulong* missed, int shift)
        where TVectors : struct, IVectors where TExpectsMisses : struct, IFlag
    {
        var sets = _tags;
        var (setMask, stride, lastWay) = (_setMask, TVectors.Count > 2 ? 2UL * Lane : Lane, 1u << (Ways - 1));
        nuint misses = 0;
        fixed (ulong* beyond = Beyond)
        {
            for (nuint i = 0; i < (nuint)count; i++)
            {
                var tag = tags[i];
                var set = sets + ((tag >> shift & setMask) * stride);
                var key = Avx2.BroadcastScalarToVector256(tags + i);
                missed[misses] = tag;
                if (TExpectsMisses.Value && Misses<TVectors>(set, key))
                {
                    misses++;
                    MoveAll<TVectors>(set, key);
                    continue;
                }

                var hits = Hits(set, 0, key);
                if (TVectors.Count > 1) hits |= Hits(set, 1, key);
                if (TVectors.Count > 2) hits |= Hits(set, 2, key);
                if (TVectors.Count > 3) hits |= Hits(set, 3, key);
                if (!TExpectsMisses.Value) misses += hits == 0 ? 1u : 0u;
                MoveUpTo<TVectors>(set, beyond + 15 - BitOperations.TrailingZeroCount(hits | lastWay), key);
            }
        }

        return (int)misses;
    }

    // Safe: as StreamInPlace, for the members that follow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hits(ulong* set, int vector, Vector256<ulong> key) =>
        Vector256.Equals(Vector256.Load(set + (Lane256 * vector)), key).ExtractMostSignificantBits() << (Lane256 * vector);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Misses<TVectors>(ulong* set, Vector256<ulong> key) where TVectors : struct, IVectors
    {
        var any = Vector256.Equals(Vector256.Load(set), key);
        if (TVectors.Count > 1) any |= Vector256.Equals(Vector256.Load(set + Lane256), key);
        if (TVectors.Count > 2) any |= Vector256.Equals(Vector256.Load(set + (2 * Lane256)), key);
        if (TVectors.Count > 3) any |= Vector256.Equals(Vector256.Load(set + (3 * Lane256)), key);
        return any == Vector256<ulong>.Zero;
    }

    /// <summary>All ways move one on, and the last falls off.</summary>
    // Safe: as StreamInPlace.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveAll<TVectors>(ulong* set, Vector256<ulong> key) where TVectors : struct, IVectors
    {
        var before = Move(set, 0, key);
        if (TVectors.Count > 1) before = Move(set, 1, before);
        if (TVectors.Count > 2) before = Move(set, 2, before);
        if (TVectors.Count > 3) Move(set, 3, before);
    }

    /// <returns>The vector, rotated: its first is the next vector's.</returns>
    // Safe: as StreamInPlace.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Move(ulong* set, int vector, Vector256<ulong> before)
    {
        var rotated = Avx2.Permute4x64(Vector256.Load(set + (Lane256 * vector)), Rotation);
        Vector256.Store(WithFirst(rotated, before), set + (Lane256 * vector));
        return rotated;
    }

    /// <summary>The ways before the one that is used move one on, over it.</summary>
    // Safe: as StreamInPlace.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveUpTo<TVectors>(ulong* set, ulong* beyond, Vector256<ulong> key) where TVectors : struct, IVectors
    {
        var before = MoveUpTo(set, 0, beyond, key);
        if (TVectors.Count > 1) before = MoveUpTo(set, 1, beyond, before);
        if (TVectors.Count > 2) before = MoveUpTo(set, 2, beyond, before);
        if (TVectors.Count > 3) MoveUpTo(set, 3, beyond, before);
    }

    /// <returns>The vector, rotated: its first is the next vector's.</returns>
    // Safe: as StreamInPlace.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> MoveUpTo(ulong* set, int vector, ulong* beyond, Vector256<ulong> before)
    {
        var first = Lane256 * vector;
        var old = Vector256.Load(set + first);
        var rotated = Avx2.Permute4x64(old, Rotation);
        Vector256.Store(Avx2.BlendVariable(WithFirst(rotated, before), old, Vector256.Load(beyond + first)), set + first);
        return rotated;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> WithFirst(Vector256<ulong> rest, Vector256<ulong> first) =>
        Avx2.Blend(rest.AsUInt32(), first.AsUInt32(), FirstOfFour).AsUInt64();

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
