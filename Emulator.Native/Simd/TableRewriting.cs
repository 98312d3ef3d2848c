using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>Rewrites every entry of many tables in one call, in place. Each is written, changed or not: a branch costs more than a store.</summary>
internal static unsafe class TableRewriting
{
    // Safe, here and in all below: tables are those of a span of Table<TLevel>, each a whole page of 512 entries of a live arena.
    private static long RunScalar<TRewrite>(ulong** tables, nuint count, TRewrite rewrite) where TRewrite : struct, IEntryRewrite
    {
        var sum = 0UL;
        for (nuint table = 0; table < count; table++)
        {
            for (nuint i = 0; i < EntryMask.EntryCount; i++) tables[table][i] = rewrite.Of(tables[table][i], ref sum);
        }

        return (long)sum;
    }

    // Safe: see RunScalar.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Run256<TRewrite>(ulong** tables, nuint count, TRewrite rewrite) where TRewrite : struct, IEntryRewrite
    {
        var (a, b) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (nuint table = 0; table < count; table++)
        {
            var entry = tables[table];
            var end = entry + EntryMask.EntryCount;
            do
            {
                rewrite.Of(Vector256.Load(entry), ref a).Store(entry);
                rewrite.Of(Vector256.Load(entry + 4), ref b).Store(entry + 4);
                rewrite.Of(Vector256.Load(entry + 8), ref a).Store(entry + 8);
                rewrite.Of(Vector256.Load(entry + 12), ref b).Store(entry + 12);
                entry += 16;
            }
            while (entry < end);
        }

        return (long)(Vector256.Sum(a + b) >> rewrite.CountShift);
    }

    // Safe: see RunScalar.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Run512<TRewrite>(ulong** tables, nuint count, TRewrite rewrite) where TRewrite : struct, IEntryRewrite
    {
        var (a, b) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (nuint table = 0; table < count; table++)
        {
            var entry = tables[table];
            var end = entry + EntryMask.EntryCount;
            do
            {
                rewrite.Of(Vector512.Load(entry), ref a).Store(entry);
                rewrite.Of(Vector512.Load(entry + 8), ref b).Store(entry + 8);
                rewrite.Of(Vector512.Load(entry + 16), ref a).Store(entry + 16);
                rewrite.Of(Vector512.Load(entry + 24), ref b).Store(entry + 24);
                entry += 32;
            }
            while (entry < end);
        }

        return (long)(Vector512.Sum(a + b) >> rewrite.CountShift);
    }

    /// <returns>How many entries count.</returns>
    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: a Table is a pointer and nothing else, 512 entries or null, and a null faults at address 0.
    internal static long Run<TLevel, TRewrite>(ReadOnlySpan<Table<TLevel>> tables, TRewrite rewrite, SimdKernel kernel)
        where TLevel : struct, ILevel where TRewrite : struct, IEntryRewrite
    {
        Simd.Require(kernel);
        fixed (Table<TLevel>* span = tables)
        {
            var first = (ulong**)span;
            var count = (nuint)tables.Length;
            return kernel switch
            {
                SimdKernel.Vector512 => Run512(first, count, rewrite),
                SimdKernel.Vector256 => Run256(first, count, rewrite),
                _ => RunScalar(first, count, rewrite),
            };
        }
    }
}
