using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>A census of many tables: how many entries are present, and how many of these the processor marked as used and as written.</summary>
/// <param name="Present">P is set.</param>
/// <param name="Accessed">P and A.</param>
/// <param name="Dirty">P and D.</param>
public readonly unsafe record struct AccessedDirty(long Present, long Accessed, long Dirty)
{
    // A and D are summed up where they stand, bits 5 and 6.
    private const int AccessedShift = 5;
    private const int DirtyShift = 6;

    // Safe, here and in all below: tables are those of a span of Table<TLevel>, each a whole page of 512 entries of a live arena.
    private static AccessedDirty CountScalar(ulong** tables, nuint count)
    {
        var (present, accessed, dirty) = (0L, 0L, 0L);
        for (nuint table = 0; table < count; table++)
        {
            for (nuint i = 0; i < EntryMask.EntryCount; i++)
            {
                var entry = tables[table][i];
                present += Has(entry, Pte.Present);
                accessed += Has(entry, Pte.Present | Pte.Accessed);
                dirty += Has(entry, Pte.Present | Pte.Dirty);
            }
        }

        return new(present, accessed, dirty);
    }

    private static long Has(ulong entry, ulong bits) => (entry & bits) == bits ? 1 : 0;

    // Safe: see CountScalar. 0 - P is all ones where P is set.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static AccessedDirty Count256(ulong** tables, nuint count)
    {
        var (present, accessed, dirty) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (nuint table = 0; table < count; table++)
        {
            for (nuint i = 0; i < EntryMask.EntryCount; i += 4)
            {
                var entries = Vector256.Load(tables[table] + i);
                var isPresent = entries & Vector256.Create(Pte.Present);
                var used = entries & (Vector256<ulong>.Zero - isPresent);
                present += isPresent;
                accessed += used & Vector256.Create(Pte.Accessed);
                dirty += used & Vector256.Create(Pte.Dirty);
            }
        }

        return Of(Vector256.Sum(present), Vector256.Sum(accessed), Vector256.Sum(dirty));
    }

    // Safe: see CountScalar.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static AccessedDirty Count512(ulong** tables, nuint count)
    {
        var (present, accessed, dirty) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (nuint table = 0; table < count; table++)
        {
            for (nuint i = 0; i < EntryMask.EntryCount; i += 8)
            {
                var entries = Vector512.Load(tables[table] + i);
                var isPresent = entries & Vector512.Create(Pte.Present);
                var used = entries & (Vector512<ulong>.Zero - isPresent);
                present += isPresent;
                accessed += used & Vector512.Create(Pte.Accessed);
                dirty += used & Vector512.Create(Pte.Dirty);
            }
        }

        return Of(Vector512.Sum(present), Vector512.Sum(accessed), Vector512.Sum(dirty));
    }

    private static AccessedDirty Of(ulong present, ulong accessed, ulong dirty) =>
        new((long)present, (long)(accessed >> AccessedShift), (long)(dirty >> DirtyShift));

    public static AccessedDirty Count<TLevel>(ReadOnlySpan<Table<TLevel>> tables) where TLevel : struct, ILevel =>
        Count(tables, Simd.Active);

    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: a Table is a pointer and nothing else, 512 entries or null, and a null faults at address 0.
    public static AccessedDirty Count<TLevel>(ReadOnlySpan<Table<TLevel>> tables, SimdKernel kernel) where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        fixed (Table<TLevel>* span = tables)
        {
            var first = (ulong**)span;
            var count = (nuint)tables.Length;
            return kernel switch
            {
                SimdKernel.Vector512 => Count512(first, count),
                SimdKernel.Vector256 => Count256(first, count),
                _ => CountScalar(first, count),
            };
        }
    }
}
