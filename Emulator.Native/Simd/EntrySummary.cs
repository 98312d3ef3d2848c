using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Emulator.Native;

/// <summary>What a range of a table's entries has in common: enough to know whether all of them can be treated alike.</summary>
/// <param name="Present">Entries with P.</param>
/// <param name="Others">Entries that are neither empty nor present: markers, swap entries, PROT_NONE.</param>
/// <param name="Any">The bits that some entry has.</param>
/// <param name="All">The bits that every entry has.</param>
public readonly unsafe record struct EntrySummary(int Present, int Others, Pte Any, Pte All)
{
    // Safe, here and in all below: Of checked that the entries lie in the table.
    private static EntrySummary OfScalar(ulong* entries, nuint count)
    {
        var (present, others, any, all) = (0, 0, 0UL, ulong.MaxValue);
        for (nuint i = 0; i < count; i++)
        {
            var entry = new Pte(entries[i]);
            if (entry.IsHardwarePresent) present++;
            else if (!entry.IsNone) others++;
            any |= entry.Raw;
            all &= entry.Raw;
        }

        return new(present, others, new(any), new(all));
    }

    // Safe: see OfScalar; the vectors stop short of the end, and the rest is scalar.
    private static EntrySummary Of256(ulong* entries, nuint count)
    {
        var (present, empty) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        var (any, all) = (Vector256<ulong>.Zero, Vector256<ulong>.AllBitsSet);
        nuint i = 0;
        for (; i + 4 <= count; i += 4)
        {
            // The same place of the table that usually comes next: the prefetcher of the hardware stops at each page.
            if (i % 8 == 0 && Sse.IsSupported) Sse.Prefetch0(entries + i + EntryMask.EntryCount);
            var line = Vector256.Load(entries + i);
            present += line & Vector256.Create(Pte.Present);
            empty -= Vector256.Equals(line, Vector256<ulong>.Zero);
            any |= line;
            all &= line;
        }

        var (anyHalf, allHalf) = (any.GetLower() | any.GetUpper(), all.GetLower() & all.GetUpper());
        var (found, none) = ((int)Vector256.Sum(present), (int)Vector256.Sum(empty));
        var vectors = new EntrySummary(
            found, (int)i - none - found, new(anyHalf.GetElement(0) | anyHalf.GetElement(1)), new(allHalf.GetElement(0) & allHalf.GetElement(1)));
        return vectors.With(OfScalar(entries + i, count - i));
    }

    // Safe: see Of256.
    private static EntrySummary Of512(ulong* entries, nuint count)
    {
        var (any, all) = (Vector512<ulong>.Zero, Vector512<ulong>.AllBitsSet);
        var (present, none) = (Vector512<ulong>.Zero, 0);
        nuint i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Sse.Prefetch0(entries + i + EntryMask.EntryCount);
            var line = Vector512.Load(entries + i);
            present += line & Vector512.Create(Pte.Present);
            none += BitOperations.PopCount(Vector512.Equals(line, Vector512<ulong>.Zero).ExtractMostSignificantBits());
            any |= line;
            all &= line;
        }

        var (anyHalf, allHalf) = (any.GetLower() | any.GetUpper(), all.GetLower() & all.GetUpper());
        var (anyPair, allPair) = (anyHalf.GetLower() | anyHalf.GetUpper(), allHalf.GetLower() & allHalf.GetUpper());
        var found = (int)Vector512.Sum(present);
        var vectors = new EntrySummary(
            found, (int)i - none - found, new(anyPair.GetElement(0) | anyPair.GetElement(1)), new(allPair.GetElement(0) & allPair.GetElement(1)));
        return vectors.With(OfScalar(entries + i, count - i));
    }

    private EntrySummary With(EntrySummary more) =>
        new(Present + more.Present, Others + more.Others, new(Any.Raw | more.Any.Raw), new(All.Raw & more.All.Raw));

    public static EntrySummary Of<TLevel>(Table<TLevel> table, int first, int count) where TLevel : struct, ILevel =>
        Of(table, first, count, Simd.Active);

    /// <param name="first">The first of the entries, 0..511.</param>
    /// <param name="count">So many from there on, none beyond the table.</param>
    /// <exception cref="PlatformNotSupportedException">The kernel can't run here.</exception>
    // Safe: both are checked; a Table is 512 entries or null, and a null faults in the first page.
    public static EntrySummary Of<TLevel>(Table<TLevel> table, int first, int count, SimdKernel kernel) where TLevel : struct, ILevel
    {
        Simd.Require(kernel);
        Ensure.That(first >= 0 && count >= 0 && count <= Table<TLevel>.EntryCount - first);
        var entries = table.Pointer + (nuint)first;
        return kernel switch
        {
            SimdKernel.Vector512 => Of512(entries, (nuint)count),
            SimdKernel.Vector256 => Of256(entries, (nuint)count),
            _ => OfScalar(entries, (nuint)count),
        };
    }
}
