using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>The entries in which two tables differ, in any bit: a table before and after, or of two processes; many pairs in one call.</summary>
public static unsafe class DifferingEntries
{
    // Safe, here and in all below: both lists are as long, each table a whole page of 512 entries of a live arena, each mask 8 words.
    private static long FindScalar(ulong** before, ulong** after, nuint count, ulong* words)
    {
        var differing = 0L;
        for (nuint table = 0; table < count; table++)
        {
            for (nuint i = 0; i < EntryMask.EntryCount; i++)
            {
                if (before[table][i] == after[table][i]) continue;
                differing++;
                if (words != null) words[(table * EntryMask.WordCount) + (i / 64)] |= 1UL << (int)i;
            }
        }

        return differing;
    }

    // Safe: see FindScalar. A vector of equal lanes is -1 in each, so subtracting counts the equal ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Count256(ulong** before, ulong** after, nuint count)
    {
        var (a, b) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (nuint table = 0; table < count; table++)
        {
            var one = before[table];
            var other = after[table];
            for (nuint i = 0; i < EntryMask.EntryCount; i += 8)
            {
                a -= Vector256.Equals(Vector256.Load(one + i), Vector256.Load(other + i));
                b -= Vector256.Equals(Vector256.Load(one + i + 4), Vector256.Load(other + i + 4));
            }
        }

        return ((long)count * EntryMask.EntryCount) - (long)Vector256.Sum(a + b);
    }

    // Safe: see FindScalar.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Count512(ulong** before, ulong** after, nuint count)
    {
        var (a, b) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (nuint table = 0; table < count; table++)
        {
            var one = before[table];
            var other = after[table];
            for (nuint i = 0; i < EntryMask.EntryCount; i += 16)
            {
                a -= Vector512.Equals(Vector512.Load(one + i), Vector512.Load(other + i));
                b -= Vector512.Equals(Vector512.Load(one + i + 8), Vector512.Load(other + i + 8));
            }
        }

        return ((long)count * EntryMask.EntryCount) - (long)Vector512.Sum(a + b);
    }

    // Safe: see FindScalar; 16 halves of 32 bits for each pair of tables.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Find256(ulong** before, ulong** after, nuint count, uint* halves)
    {
        for (nuint table = 0; table < count; table++)
        {
            var one = before[table];
            var other = after[table];
            for (nuint i = 0; i < EntryMask.EntryCount; i += 32)
            {
                var x = one + i;
                var y = other + i;
                *halves++ = ~SignBits.Of(
                    Equal256(x, y), Equal256(x + 4, y + 4), Equal256(x + 8, y + 8), Equal256(x + 12, y + 12),
                    Equal256(x + 16, y + 16), Equal256(x + 20, y + 20), Equal256(x + 24, y + 24), Equal256(x + 28, y + 28));
            }
        }
    }

    // Safe: see FindScalar.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Find512(ulong** before, ulong** after, nuint count, ulong* words)
    {
        for (nuint table = 0; table < count; table++)
        {
            var one = before[table];
            var other = after[table];
            for (nuint i = 0; i < EntryMask.EntryCount; i += 64)
            {
                var x = one + i;
                var y = other + i;
                *words++ = ~SignBits.Of(
                    Equal512(x, y), Equal512(x + 8, y + 8), Equal512(x + 16, y + 16), Equal512(x + 24, y + 24),
                    Equal512(x + 32, y + 32), Equal512(x + 40, y + 40), Equal512(x + 48, y + 48), Equal512(x + 56, y + 56));
            }
        }
    }

    // Safe: 4 entries, 8 entries, from places that the callers bound.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Equal256(ulong* one, ulong* other) => Vector256.Equals(Vector256.Load(one), Vector256.Load(other));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Equal512(ulong* one, ulong* other) => Vector512.Equals(Vector512.Load(one), Vector512.Load(other));

    /// <summary>How many in all pairs together.</summary>
    public static long Count<TLevel>(ReadOnlySpan<Table<TLevel>> before, ReadOnlySpan<Table<TLevel>> after) where TLevel : struct, ILevel =>
        Count(before, after, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: a Table is a pointer and nothing else, 512 entries or null, and a null faults at address 0.
    public static long Count<TLevel>(ReadOnlySpan<Table<TLevel>> before, ReadOnlySpan<Table<TLevel>> after, SimdKernel kernel)
        where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        Ensure.That(before.Length == after.Length, "each table has its other");
        fixed (Table<TLevel>* ones = before)
        fixed (Table<TLevel>* others = after)
        {
            var one = (ulong**)ones;
            var other = (ulong**)others;
            var count = (nuint)before.Length;
            return kernel switch
            {
                SimdKernel.Vector512 => Count512(one, other, count),
                SimdKernel.Vector256 => Count256(one, other, count),
                _ => FindScalar(one, other, count, words: null),
            };
        }
    }

    /// <summary>A mask of each pair.</summary>
    /// <param name="masks">As many as there are pairs.</param>
    public static void Find<TLevel>(ReadOnlySpan<Table<TLevel>> before, ReadOnlySpan<Table<TLevel>> after, Span<EntryMask> masks)
        where TLevel : struct, ILevel => Find(before, after, masks, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: as Count; an EntryMask is its 8 words.
    public static void Find<TLevel>(
        ReadOnlySpan<Table<TLevel>> before, ReadOnlySpan<Table<TLevel>> after, Span<EntryMask> masks, SimdKernel kernel)
        where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        Ensure.That(before.Length == after.Length && masks.Length == before.Length, "each table has its other, and its mask");
        masks.Clear();
        fixed (Table<TLevel>* ones = before)
        fixed (Table<TLevel>* others = after)
        fixed (EntryMask* mask = masks)
        {
            var one = (ulong**)ones;
            var other = (ulong**)others;
            var count = (nuint)before.Length;
            if (kernel == SimdKernel.Vector512) Find512(one, other, count, (ulong*)mask);
            else if (kernel == SimdKernel.Vector256) Find256(one, other, count, (uint*)mask);
            else FindScalar(one, other, count, (ulong*)mask);
        }
    }
}
