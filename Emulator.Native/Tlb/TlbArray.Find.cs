using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <content>The way that holds a tag, -1 if none. Scalar on top is the specification.</content>
public sealed unsafe partial class TlbArray
{
    // Safe: a set is stride entries; those beyond Ways are 0, and no tag is 0.
    private static int FindScalar(ulong* set, ulong tag, int stride)
    {
        for (var way = 0; way < stride; way++)
        {
            if (set[way] == tag) return way;
        }

        return -1;
    }

    // Safe: as FindScalar; stride is a multiple of 8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find256(ulong* set, ulong tag, int stride)
    {
        var key = Vector256.Create(tag);
        for (var way = 0; way < stride; way += Lane)
        {
            var hits = Vector256.Equals(Vector256.Load(set + way), key).ExtractMostSignificantBits()
                | (Vector256.Equals(Vector256.Load(set + way + Lane256), key).ExtractMostSignificantBits() << Lane256);
            if (hits != 0) return way + BitOperations.TrailingZeroCount(hits);
        }

        return -1;
    }

    // Safe: as Find256.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find512(ulong* set, ulong tag, int stride)
    {
        var key = Vector512.Create(tag);
        for (var way = 0; way < stride; way += Lane)
        {
            var hits = Vector512.Equals(Vector512.Load(set + way), key).ExtractMostSignificantBits();
            if (hits != 0) return way + BitOperations.TrailingZeroCount(hits);
        }

        return -1;
    }

    // Safe: as the versions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ulong* set, ulong tag) => Simd.Active switch
    {
        SimdKernel.Vector512 => Find512(set, tag, _stride),
        SimdKernel.Vector256 => Find256(set, tag, _stride),
        _ => FindScalar(set, tag, _stride),
    };
}
