using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>The entries of a table that the hardware would use: P, bit 0, is set (<see cref="Pte.IsHardwarePresent"/>).</summary>
public static unsafe partial class PresentEntries
{
    // Safe, here and in all below: entries are the 512 of a Table<TLevel>, a whole page of a live arena, and no index reaches 512.
    private static EntryMask FindScalar(ulong* entries)
    {
        var words = default(EntryMask.Words);
        for (var i = 0; i < EntryMask.WordCount; i++)
        {
            var word = 0UL;
            for (var bit = 0; bit < 64; bit++) word |= (entries[(i * 64) + bit] & Pte.Present) << bit;
            words[i] = word;
        }

        return new(words);
    }

    // Safe: see FindScalar.
    private static int CountScalar(ulong* entries)
    {
        var count = 0UL;
        for (nuint i = 0; i < EntryMask.EntryCount; i++) count += entries[i] & Pte.Present;
        return (int)count;
    }

    // Safe: see FindScalar; the 16 halves of 32 bits fill the 8 words.
    private static EntryMask Find256(ulong* entries)
    {
        Unsafe.SkipInit(out EntryMask.Words words);
        var halves = (uint*)&words;
        for (nuint i = 0; i < EntryMask.EntryCount / 32; i++)
        {
            var first = entries + (i * 32);
            halves[i] = SignBits.Of(
                Sign256(first), Sign256(first + 4), Sign256(first + 8), Sign256(first + 12),
                Sign256(first + 16), Sign256(first + 20), Sign256(first + 24), Sign256(first + 28));
        }

        return new(words);
    }

    // Safe: see FindScalar. Four additions in flight, so that the loop waits for the loads and not for the sums.
    private static int Count256(ulong* entries)
    {
        var (a, b) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (nuint i = 0; i < EntryMask.EntryCount; i += 16)
        {
            a += Bit256(entries + i) + Bit256(entries + i + 4);
            b += Bit256(entries + i + 8) + Bit256(entries + i + 12);
        }

        return (int)Vector256.Sum(a + b);
    }

    // Safe: see FindScalar.
    private static EntryMask Find512(ulong* entries)
    {
        var words = default(EntryMask.Words);
        for (var i = 0; i < EntryMask.WordCount; i++)
        {
            var first = entries + ((nuint)i * 64);
            words[i] = SignBits.Of(
                Sign512(first), Sign512(first + 8), Sign512(first + 16), Sign512(first + 24),
                Sign512(first + 32), Sign512(first + 40), Sign512(first + 48), Sign512(first + 56));
        }

        return new(words);
    }

    // Safe: see FindScalar.
    private static int Count512(ulong* entries)
    {
        var (a, b) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (nuint i = 0; i < EntryMask.EntryCount; i += 16)
        {
            a += Bit512(entries + i);
            b += Bit512(entries + i + 8);
        }

        return (int)Vector512.Sum(a + b);
    }

    // Safe: 4 entries, 8 entries, from a place that the callers bound.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Bit256(ulong* first) => Vector256.Load(first) & Vector256.Create(Pte.Present);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Sign256(ulong* first) => Vector256.Load(first) << 63;
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Sign512(ulong* first) => Vector512.Load(first) << 63;
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Bit512(ulong* first) => Vector512.Load(first) & Vector512.Create(Pte.Present);

    public static EntryMask Find<TLevel>(Table<TLevel> table) where TLevel : struct, ILevel => Find(table, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: a Table is 512 entries or null, and a null faults at address 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EntryMask Find<TLevel>(Table<TLevel> table, SimdKernel kernel) where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        return kernel switch
        {
            SimdKernel.Vector512 => Find512(table.Pointer),
            SimdKernel.Vector256 => Find256(table.Pointer),
            _ => FindScalar(table.Pointer),
        };
    }

    /// <summary>How many, 0..512: quicker than the count of the mask.</summary>
    public static int Count<TLevel>(Table<TLevel> table) where TLevel : struct, ILevel => Count(table, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: as Find.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count<TLevel>(Table<TLevel> table, SimdKernel kernel) where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        return kernel switch
        {
            SimdKernel.Vector512 => Count512(table.Pointer),
            SimdKernel.Vector256 => Count256(table.Pointer),
            _ => CountScalar(table.Pointer),
        };
    }
}
