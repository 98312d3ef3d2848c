using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>
/// Counts the entries that pass a test, over many tables in one call. Tables that lie together are one run of entries, so that nothing but
/// the entries is looked at. With 512 bits on Intel's CPUs, beyond <see cref="CachedTables"/>, where memory is the limit, two tables are read side
/// by side: their prefetcher of the L2 cache stops at the end of a page, and starts on one while the other keeps memory busy. AMD's read straight
/// on as fast as they can, and slower from two pages (docs/speed.md).
/// <code>
/// few     t0 ======> t1 ======> t2 ======>        many    t0 ===> t2 ===> t4 ===>
///                                                         t1 ===> t3 ===> t5 ===>
/// </code>
/// </summary>
internal static unsafe class TableCounting
{
    /// <summary>1 MB, a second-level cache: what was scanned before is likely there.</summary>
    internal const int CachedTables = 256;

    private static readonly bool IsPairedHere = Simd.IsIntel;

    // Safe, here and in all below: tables are those of a span of Table<TLevel>, each a whole page of 512 entries of a live arena.
    private static long CountScalar<TTest>(ulong** tables, nuint count, TTest test) where TTest : struct, IEntryTest
    {
        var sum = 0UL;
        for (nuint table = 0; table < count; table++)
        {
            for (nuint i = 0; i < EntryMask.EntryCount; i++) sum += test.Of(tables[table][i]);
        }

        return (long)sum;
    }

    // Safe: see CountScalar. From here on the optimizer comes at once: there are few calls to count, and each may be long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountRuns256<TTest>(ulong** tables, nuint count, TTest test) where TTest : struct, IEntryTest
    {
        Quad256 sums = default;
        for (nuint table = 0; table < count;)
        {
            var entry = tables[table];
            var end = EndOfRun(tables, count, ref table);
            do
            {
                sums.Add(entry, test);
                sums.Add(entry + 16, test);
                entry += 32;
            }
            while (entry < end);
        }

        return sums.Total;
    }

    // Safe: see CountScalar.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountRuns512<TTest>(ulong** tables, nuint count, TTest test) where TTest : struct, IEntryTest
    {
        Quad512 sums = default;
        for (nuint table = 0; table < count;)
        {
            var entry = tables[table];
            var end = EndOfRun(tables, count, ref table);
            do
            {
                sums.Add(entry, test);
                sums.Add(entry + 32, test);
                entry += 64;
            }
            while (entry < end);
        }

        return sums.Total;
    }

    // Safe: see CountScalar; an odd table is left over, and the last run of one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountPairs512<TTest>(ulong** tables, nuint count, TTest test) where TTest : struct, IEntryTest
    {
        Quad512 sums = default;
        var paired = count & ~(nuint)1;
        for (nuint table = 0; table < paired; table += 2)
        {
            var one = tables[table];
            var other = tables[table + 1];
            var end = one + EntryMask.EntryCount;
            do
            {
                sums.Add(one, test);
                sums.Add(other, test);
                one += 32;
                other += 32;
            }
            while (one < end);
        }

        return sums.Total + CountRuns512(tables + paired, count - paired, test);
    }

    /// <summary>The end of the entries that begin at <paramref name="table"/> and lie together; moves it to the table after them.</summary>
    // Safe: see CountScalar. Tables that touch are pages side by side, all of them in the list.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong* EndOfRun(ulong** tables, nuint count, ref nuint table)
    {
        var end = tables[table] + EntryMask.EntryCount;
        for (table++; table < count && tables[table] == end; table++) end += EntryMask.EntryCount;
        return end;
    }

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: a Table is a pointer and nothing else, 512 entries or null, and a null faults at address 0.
    internal static long Count<TLevel, TTest>(ReadOnlySpan<Table<TLevel>> tables, TTest test, SimdKernel kernel)
        where TLevel : struct, ILevel where TTest : struct, IEntryTest => Count(tables, test, kernel, IsPairedHere);

    /// <param name="isPaired">Are two of many tables read side by side, where there is such a loop?</param>
    // Safe: see the other one.
    internal static long Count<TLevel, TTest>(ReadOnlySpan<Table<TLevel>> tables, TTest test, SimdKernel kernel, bool isPaired)
        where TLevel : struct, ILevel where TTest : struct, IEntryTest
    {
        Simd.Require(kernel);
        fixed (Table<TLevel>* span = tables)
        {
            var first = (ulong**)span;
            var count = (nuint)tables.Length;
            return kernel switch
            {
                SimdKernel.Vector512 => tables.Length <= CachedTables || !isPaired ? CountRuns512(first, count, test) : CountPairs512(first, count, test),
                SimdKernel.Vector256 => CountRuns256(first, count, test),
                _ => CountScalar(first, count, test),
            };
        }
    }

    /// <summary>Four sums in flight, so that a loop waits for the loads and not for the additions.</summary>
    private struct Quad256
    {
        private Vector256<ulong> _a, _b, _c, _d;

        internal readonly long Total => (long)Vector256.Sum(_a + _b + (_c + _d));

        // Safe: 16 entries, from a place that the callers bound.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add<TTest>(ulong* entry, TTest test) where TTest : struct, IEntryTest
        {
            _a = test.Add(_a, Vector256.Load(entry));
            _b = test.Add(_b, Vector256.Load(entry + 4));
            _c = test.Add(_c, Vector256.Load(entry + 8));
            _d = test.Add(_d, Vector256.Load(entry + 12));
        }
    }

    /// <summary>As <see cref="Quad256"/>.</summary>
    private struct Quad512
    {
        private Vector512<ulong> _a, _b, _c, _d;

        internal readonly long Total => (long)Vector512.Sum(_a + _b + (_c + _d));

        // Safe: 32 entries, from a place that the callers bound.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add<TTest>(ulong* entry, TTest test) where TTest : struct, IEntryTest
        {
            _a = test.Add(_a, Vector512.Load(entry));
            _b = test.Add(_b, Vector512.Load(entry + 8));
            _c = test.Add(_c, Vector512.Load(entry + 16));
            _d = test.Add(_d, Vector512.Load(entry + 24));
        }
    }
}
