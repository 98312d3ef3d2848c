using System.Runtime.Intrinsics;
using Emulator.Native;

namespace Tests.Native;

/// <summary>
/// The scans of many tables in one call: the scalar kernel against the operation on one table, entry by entry, and each kernel against
/// the scalar one. In every number of tables that a loop could treat otherwise: none, odd, even, more than are taken for cached; side by side,
/// apart, twice.
/// </summary>
public sealed class ManyTablesTests : IDisposable
{
    private const ulong Mask = Pte.Present | Pte.Write;

    private static readonly (ulong Mask, ulong Value)[] Patterns =
        [(Mask, Pte.Present), (ulong.MaxValue, 0), (0, 0), (Pte.NoExecute, Pte.NoExecute), (Pte.Present, Pte.Write)];

    private readonly ManyTables _tables = new();

    public static TheoryData<SimdKernel> Kernels => [.. Enum.GetValues<SimdKernel>()];

    [Fact]
    public void The_scalar_versions_do_what_the_definition_says()
    {
        foreach (var tables in _tables.All())
        {
            var entries = tables.SelectMany(table => table.Entries.ToArray()).Select(raw => new Pte(raw)).ToList();
            var present = entries.Where(entry => entry.IsHardwarePresent).ToList();
            Assert.Equal(present.Count, PresentEntries.Count<Pmd>(tables, SimdKernel.Scalar));
            Assert.Equal(
                tables.Sum(table => MatchingEntries.Count(table, Mask, Pte.Present)),
                MatchingEntries.Count<Pmd>(tables, Mask, Pte.Present, SimdKernel.Scalar));
            var census = new AccessedDirty(
                present.Count, present.Count(entry => (entry.Raw & Pte.Accessed) != 0), present.Count(entry => (entry.Raw & Pte.Dirty) != 0));
            Assert.Equal(census, AccessedDirty.Count<Pmd>(tables, SimdKernel.Scalar));
            Assert.Equal(
                tables.Select(table => PresentEntries.Find(table)), Marked(tables, (list, masks) => PresentEntries.Find(list, masks, SimdKernel.Scalar)));
            Assert.Equal(
                tables.Select(table => MatchingEntries.Find(table, Mask, Pte.Present)),
                Marked(tables, (list, masks) => MatchingEntries.Find(list, Mask, Pte.Present, masks, SimdKernel.Scalar)));
            Assert.Equal(unchecked((long)entries.Aggregate(0UL, (sum, entry) => sum + entry.Raw)), TableReading.Read<Pmd>(tables, SimdKernel.Scalar));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Counts_are_the_same_with_each_kernel(SimdKernel kernel)
    {
        if (IsRefused(kernel, () => PresentEntries.Count<Pmd>([], kernel), () => AccessedDirty.Count<Pmd>([], kernel))) return;
        foreach (var tables in _tables.All())
        {
            Assert.Equal(PresentEntries.Count<Pmd>(tables, SimdKernel.Scalar), PresentEntries.Count<Pmd>(tables, kernel));
            Assert.Equal(
                MatchingEntries.Count<Pmd>(tables, Mask, Pte.Present, SimdKernel.Scalar), MatchingEntries.Count<Pmd>(tables, Mask, Pte.Present, kernel));
            Assert.Equal(AccessedDirty.Count<Pmd>(tables, SimdKernel.Scalar), AccessedDirty.Count<Pmd>(tables, kernel));
            Assert.Equal(TableReading.Read<Pmd>(tables, SimdKernel.Scalar), TableReading.Read<Pmd>(tables, kernel));
        }
    }

    /// <summary>Two tables side by side, as on Intel's CPUs, and one after the other, as on AMD's: whichever this is.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void In_pairs_or_one_by_one_is_the_same_count(SimdKernel kernel)
    {
        if (!Simd.CanRun(kernel)) return;
        foreach (var tables in _tables.All())
        {
            var expected = tables.Sum(table => table.Entries.ToArray().Count(entry => (entry & 6) == 4));
            Assert.Equal(expected, TableCounting.Count<Pmd, IsFourOfSix>(tables, default, kernel, isPaired: true));
            Assert.Equal(expected, TableCounting.Count<Pmd, IsFourOfSix>(tables, default, kernel, isPaired: false));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Masks_are_the_same_with_each_kernel(SimdKernel kernel)
    {
        if (IsRefused(kernel, () => PresentEntries.Find<Pmd>([], [], kernel), () => MatchingEntries.Find<Pmd>([], 0, 0, [], kernel))) return;
        foreach (var tables in _tables.All())
        {
            Assert.Equal(
                Marked(tables, (list, masks) => PresentEntries.Find(list, masks, SimdKernel.Scalar)),
                Marked(tables, (list, masks) => PresentEntries.Find(list, masks, kernel)));
            foreach (var (mask, value) in Patterns)
            {
                Assert.Equal(
                    Marked(tables, (list, masks) => MatchingEntries.Find(list, mask, value, masks, SimdKernel.Scalar)),
                    Marked(tables, (list, masks) => MatchingEntries.Find(list, mask, value, masks, kernel)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Differences_are_those_of_each_entry(SimdKernel kernel)
    {
        if (IsRefused(kernel, () => DifferingEntries.Count<Pmd>([], [], kernel), () => DifferingEntries.Find<Pmd>([], [], [], kernel))) return;
        foreach (var before in _tables.All())
        {
            var after = before.Reverse().ToArray();
            var expected = before.Zip(after, (one, other) => ManyTables.Where(i => one.Entries[i] != other.Entries[i])).ToList();
            Assert.Equal(expected.Sum(mask => mask.Count), DifferingEntries.Count<Pmd>(before, after, kernel));
            Assert.Equal(expected, Marked(before, (list, masks) => DifferingEntries.Find(list, after, masks, kernel)));
            Assert.Equal(0, DifferingEntries.Count<Pmd>(before, before, kernel));
        }
    }

    /// <summary>One bit, at each place.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_difference_of_any_bit_of_any_entry_is_seen(SimdKernel kernel)
    {
        if (!Simd.CanRun(kernel)) return;
        Table<Pmd>[] one = [_tables.New(i => (ulong)i)];
        for (var i = 0; i < Table<Pmd>.EntryCount; i++)
        {
            var changed = i;
            Table<Pmd>[] other = [_tables.New(index => index == changed ? (ulong)index ^ (1UL << (changed % 64)) : (ulong)index)];
            Assert.Equal(1, DifferingEntries.Count<Pmd>(one, other, kernel));
            Assert.Equal([EntryMask.Of(i)], Marked(one, (list, masks) => DifferingEntries.Find(list, other, masks, kernel)));
        }
    }

    [Fact]
    public void Lists_of_other_lengths_are_asserted_against()
    {
        Table<Pmd>[] one = [_tables.New(_ => 0)];
        Assert.Throws<EnsureException>(() => PresentEntries.Find<Pmd>(one, []));
        Assert.Throws<EnsureException>(() => MatchingEntries.Find<Pmd>(one, 0, 0, new EntryMask[2]));
        Assert.Throws<EnsureException>(() => DifferingEntries.Count<Pmd>(one, []));
        Assert.Throws<EnsureException>(() => DifferingEntries.Find<Pmd>(one, one, []));
    }

    [Fact]
    public void Without_a_kernel_the_active_one_answers()
    {
        Table<Pmd>[] tables = [_tables.New(i => i % 3 == 0 ? Pte.Present : 0), _tables.New(_ => Pte.Present | Pte.Dirty)];
        Assert.Equal(171 + 512, PresentEntries.Count<Pmd>(tables));
        Assert.Equal(341, MatchingEntries.Count<Pmd>(tables, ulong.MaxValue, 0));
        Assert.Equal(new(171 + 512, 0, 512), AccessedDirty.Count<Pmd>(tables));
        Assert.Equal(341 + 171, DifferingEntries.Count<Pmd>(tables.AsSpan(0, 1), tables.AsSpan(1)));
        Assert.Equal(171, Marked(tables, (list, masks) => PresentEntries.Find(list, masks))[0].Count);
        Assert.Equal(341, Marked(tables, (list, masks) => MatchingEntries.Find(list, ulong.MaxValue, 0, masks))[0].Count);
        Assert.Equal(512, Marked(tables[..1], (list, masks) => DifferingEntries.Find(list, tables.AsSpan(1), masks))[0].Count);
        Assert.Equal(unchecked((long)((171 * Pte.Present) + (512 * (Pte.Present | Pte.Dirty)))), TableReading.Read<Pmd>(tables));
    }

    public void Dispose() => _tables.Dispose();

    private delegate void Marking(ReadOnlySpan<Table<Pmd>> tables, Span<EntryMask> masks);

    /// <summary>Into masks that were full before.</summary>
    private static EntryMask[] Marked(Table<Pmd>[] tables, Marking mark)
    {
        var masks = new EntryMask[tables.Length];
        masks.AsSpan().Fill(ManyTables.Where(_ => true));
        mark(tables, masks);
        return masks;
    }

    private static bool IsRefused(SimdKernel kernel, params Action[] calls)
    {
        if (Simd.CanRun(kernel)) return false;
        Assert.All(calls, call => Assert.Throws<PlatformNotSupportedException>(call));
        return true;
    }

    /// <summary>A test of no use: bit 2 is set, and bit 1 is not.</summary>
    private readonly struct IsFourOfSix : IEntryTest
    {
        public ulong Of(ulong entry) => (entry & 6) == 4 ? 1UL : 0;

        public Vector256<ulong> Add(Vector256<ulong> sums, Vector256<ulong> entries) =>
            sums + (Vector256.Equals(entries & Vector256.Create(6UL), Vector256.Create(4UL)) & Vector256.Create(1UL));

        public Vector512<ulong> Add(Vector512<ulong> sums, Vector512<ulong> entries) =>
            sums + (Vector512.Equals(entries & Vector512.Create(6UL), Vector512.Create(4UL)) & Vector512.Create(1UL));

        public Vector256<ulong> Sign(Vector256<ulong> entries) => throw new NotSupportedException();

        public Vector512<ulong> Sign(Vector512<ulong> entries) => throw new NotSupportedException();
    }
}
