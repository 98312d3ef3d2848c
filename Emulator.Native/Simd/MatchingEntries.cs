using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>
/// The entries of a table with <c>(entry &amp; mask) == value</c>, mask and value made of the bits of <see cref="Pte"/>:
/// the tables are (Present | PageSize, Present), the empty ones (~0, 0). A value outside its mask matches nothing.
/// </summary>
public static unsafe partial class MatchingEntries
{
    // Safe, here and in all below: entries are the 512 of a Table<TLevel>, a whole page of a live arena, and no index reaches 512.
    private static EntryMask FindScalar(ulong* entries, ulong mask, ulong value)
    {
        var words = default(EntryMask.Words);
        for (var i = 0; i < EntryMask.WordCount; i++)
        {
            var word = 0UL;
            for (var bit = 0; bit < 64; bit++) word |= (entries[(i * 64) + bit] & mask) == value ? 1UL << bit : 0;
            words[i] = word;
        }

        return new(words);
    }

    // Safe: see FindScalar.
    private static int CountScalar(ulong* entries, ulong mask, ulong value)
    {
        var count = 0;
        for (nuint i = 0; i < EntryMask.EntryCount; i++) count += (entries[i] & mask) == value ? 1 : 0;
        return count;
    }

    // Safe: see FindScalar; the 16 halves of 32 bits fill the 8 words.
    private static EntryMask Find256(ulong* entries, ulong mask, ulong value)
    {
        Unsafe.SkipInit(out EntryMask.Words words);
        var halves = (uint*)&words;
        var (m, v) = (Vector256.Create(mask), Vector256.Create(value));
        for (nuint i = 0; i < EntryMask.EntryCount / 32; i++)
        {
            var first = entries + (i * 32);
            halves[i] = SignBits.Of(
                Equal(first, m, v), Equal(first + 4, m, v), Equal(first + 8, m, v), Equal(first + 12, m, v),
                Equal(first + 16, m, v), Equal(first + 20, m, v), Equal(first + 24, m, v), Equal(first + 28, m, v));
        }

        return new(words);
    }

    // Safe: see FindScalar. An equal entry's lane is -1, so subtracting counts it.
    private static int Count256(ulong* entries, ulong mask, ulong value)
    {
        var (m, v) = (Vector256.Create(mask), Vector256.Create(value));
        var (a, b) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (nuint i = 0; i < EntryMask.EntryCount; i += 8)
        {
            a -= Equal(entries + i, m, v);
            b -= Equal(entries + i + 4, m, v);
        }

        return (int)Vector256.Sum(a + b);
    }

    // Safe: see FindScalar.
    private static EntryMask Find512(ulong* entries, ulong mask, ulong value)
    {
        var words = default(EntryMask.Words);
        var (m, v) = (Vector512.Create(mask), Vector512.Create(value));
        for (var i = 0; i < EntryMask.WordCount; i++)
        {
            var first = entries + ((nuint)i * 64);
            words[i] = SignBits.Of(
                Equal(first, m, v), Equal(first + 8, m, v), Equal(first + 16, m, v), Equal(first + 24, m, v),
                Equal(first + 32, m, v), Equal(first + 40, m, v), Equal(first + 48, m, v), Equal(first + 56, m, v));
        }

        return new(words);
    }

    // Safe: see FindScalar. The unequal ones are counted: a minimum with 1 stays in vectors, where a comparison would make a mask.
    private static int Count512(ulong* entries, ulong mask, ulong value)
    {
        var (m, v, one) = (Vector512.Create(mask), Vector512.Create(value), Vector512<ulong>.One);
        var (a, b) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (nuint i = 0; i < EntryMask.EntryCount; i += 16)
        {
            a += Vector512.Min(Difference(entries + i, m, v), one);
            b += Vector512.Min(Difference(entries + i + 8, m, v), one);
        }

        return EntryMask.EntryCount - (int)Vector512.Sum(a + b);
    }

    // Safe: 4 entries, 8 entries, from a place that the callers bound.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Equal(ulong* first, Vector256<ulong> mask, Vector256<ulong> value) =>
        Vector256.Equals(Vector256.Load(first) & mask, value);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Equal(ulong* first, Vector512<ulong> mask, Vector512<ulong> value) =>
        Vector512.Equals(Difference(first, mask, value), Vector512<ulong>.Zero); // A test against zero is one VPTESTNMQ.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Difference(ulong* first, Vector512<ulong> mask, Vector512<ulong> value) =>
        (Vector512.Load(first) & mask) ^ value;

    public static EntryMask Find<TLevel>(Table<TLevel> table, ulong mask, ulong value) where TLevel : struct, ILevel =>
        Find(table, mask, value, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: a Table is 512 entries or null, and a null faults at address 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EntryMask Find<TLevel>(Table<TLevel> table, ulong mask, ulong value, SimdKernel kernel) where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        return kernel switch
        {
            SimdKernel.Vector512 => Find512(table.Pointer, mask, value),
            SimdKernel.Vector256 => Find256(table.Pointer, mask, value),
            _ => FindScalar(table.Pointer, mask, value),
        };
    }

    /// <summary>How many, 0..512: quicker than the count of the mask.</summary>
    public static int Count<TLevel>(Table<TLevel> table, ulong mask, ulong value) where TLevel : struct, ILevel =>
        Count(table, mask, value, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: as Find.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count<TLevel>(Table<TLevel> table, ulong mask, ulong value, SimdKernel kernel) where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        return kernel switch
        {
            SimdKernel.Vector512 => Count512(table.Pointer, mask, value),
            SimdKernel.Vector256 => Count256(table.Pointer, mask, value),
            _ => CountScalar(table.Pointer, mask, value),
        };
    }
}
