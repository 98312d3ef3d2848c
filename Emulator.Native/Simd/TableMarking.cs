using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>Marks the entries that pass a test, a mask for each of many tables, in one call.</summary>
internal static unsafe class TableMarking
{
    // Safe, here and in all below: each table is a whole page of 512 entries of a live arena, and each mask 8 words in a span.
    private static void FindScalar<TTest>(ulong** tables, nuint count, ulong* words, TTest test) where TTest : struct, IEntryTest
    {
        for (nuint table = 0; table < count; table++)
        {
            for (nuint i = 0; i < EntryMask.WordCount; i++)
            {
                var word = 0UL;
                for (var bit = 0; bit < 64; bit++) word |= test.Of(tables[table][(i * 64) + (nuint)bit]) << bit;
                words[(table * EntryMask.WordCount) + i] = word;
            }
        }
    }

    // Safe: see FindScalar; 16 halves of 32 bits for each table.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Find256<TTest>(ulong** tables, nuint count, uint* halves, TTest test) where TTest : struct, IEntryTest
    {
        for (nuint table = 0; table < count; table++)
        {
            var entry = tables[table];
            var end = entry + EntryMask.EntryCount;
            do
            {
                *halves++ = SignBits.Of(
                    Sign256(entry, test), Sign256(entry + 4, test), Sign256(entry + 8, test), Sign256(entry + 12, test),
                    Sign256(entry + 16, test), Sign256(entry + 20, test), Sign256(entry + 24, test), Sign256(entry + 28, test));
                entry += 32;
            }
            while (entry < end);
        }
    }

    // Safe: see FindScalar.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Find512<TTest>(ulong** tables, nuint count, ulong* words, TTest test) where TTest : struct, IEntryTest
    {
        for (nuint table = 0; table < count; table++)
        {
            var entry = tables[table];
            var end = entry + EntryMask.EntryCount;
            do
            {
                *words++ = SignBits.Of(
                    Sign512(entry, test), Sign512(entry + 8, test), Sign512(entry + 16, test), Sign512(entry + 24, test),
                    Sign512(entry + 32, test), Sign512(entry + 40, test), Sign512(entry + 48, test), Sign512(entry + 56, test));
                entry += 64;
            }
            while (entry < end);
        }
    }

    // Safe: 4 entries, 8 entries, from a place that the callers bound.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Sign256<TTest>(ulong* entry, TTest test) where TTest : struct, IEntryTest =>
        test.Sign(Vector256.Load(entry));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Sign512<TTest>(ulong* entry, TTest test) where TTest : struct, IEntryTest =>
        test.Sign(Vector512.Load(entry));

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: a Table is a pointer and nothing else, 512 entries or null, and a null faults at address 0; an EntryMask is its 8 words.
    internal static void Find<TLevel, TTest>(
        ReadOnlySpan<Table<TLevel>> tables, Span<EntryMask> masks, TTest test, SimdKernel kernel)
        where TLevel : struct, ILevel where TTest : struct, IEntryTest
    {
        Simd.Require(kernel);
        Ensure.That(masks.Length == tables.Length, "there is a mask for each table");
        fixed (Table<TLevel>* first = tables)
        fixed (EntryMask* mask = masks)
        {
            switch (kernel)
            {
                case SimdKernel.Vector512:
                    Find512((ulong**)first, (nuint)tables.Length, (ulong*)mask, test);
                    break;
                case SimdKernel.Vector256:
                    Find256((ulong**)first, (nuint)tables.Length, (uint*)mask, test);
                    break;
                default:
                    FindScalar((ulong**)first, (nuint)tables.Length, (ulong*)mask, test);
                    break;
            }
        }
    }
}
