using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>Writes a run of entries for pages that lie one behind the other, or empties one.</summary>
public static unsafe class EntryFill
{
    // Safe, here and in all below: Store checked that the entries lie in the table.
    private static void StoreScalar(ulong* entries, nuint count, ulong entry, ulong step)
    {
        for (nuint i = 0; i < count; i++, entry += step) entries[i] = entry;
    }

    // Safe: see StoreScalar; the vectors stop short of the end, and the rest is scalar.
    private static void Store256(ulong* entries, nuint count, ulong entry, ulong step)
    {
        var line = Vector256.Create(entry) + (Vector256<ulong>.Indices * step);
        var ahead = Vector256.Create(4 * step);
        nuint i = 0;
        for (; i + 4 <= count; i += 4, line += ahead) line.Store(entries + i);
        StoreScalar(entries + i, count - i, entry + (i * step), step);
    }

    // Safe: see Store256.
    private static void Store512(ulong* entries, nuint count, ulong entry, ulong step)
    {
        var line = Vector512.Create(entry) + (Vector512<ulong>.Indices * step);
        var ahead = Vector512.Create(8 * step);
        nuint i = 0;
        for (; i + 8 <= count; i += 8, line += ahead) line.Store(entries + i);
        StoreScalar(entries + i, count - i, entry + (i * step), step);
    }

    /// <summary>Empties <paramref name="count"/> entries from <paramref name="first"/> on.</summary>
    // Safe: both are checked.
    public static void Clear<TLevel>(Table<TLevel> table, int first, int count) where TLevel : struct, ILevel
    {
        Ensure.That(first >= 0 && count >= 0 && count <= Table<TLevel>.EntryCount - first);
        new Span<ulong>(table.Pointer + (nuint)first, count).Clear();
    }

    public static void Store<TLevel>(Table<TLevel> table, int first, int count, Pte entry) where TLevel : struct, ILevel =>
        Store(table, first, count, entry, Simd.Active);

    /// <param name="first">The first of the entries, 0..511.</param>
    /// <param name="count">So many from there on, none beyond the table.</param>
    /// <param name="entry">The first one's; each other's page is the next of the level's size.</param>
    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: both are checked; a Table is 512 entries or null, and a null faults in the first page.
    public static void Store<TLevel>(Table<TLevel> table, int first, int count, Pte entry, SimdKernel kernel) where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        Ensure.That(first >= 0 && count >= 0 && count <= Table<TLevel>.EntryCount - first);
        var entries = table.Pointer + (nuint)first;
        var step = 1UL << TLevel.Shift;
        switch (kernel)
        {
            case SimdKernel.Vector512:
                Store512(entries, (nuint)count, entry.Raw, step);
                break;
            case SimdKernel.Vector256:
                Store256(entries, (nuint)count, entry.Raw, step);
                break;
            default:
                StoreScalar(entries, (nuint)count, entry.Raw, step);
                break;
        }
    }
}
