using Emulator.Native;

namespace Perf.Bench;

/// <summary>Every SIMD kernel that can run here against the scalar one, over tables of every density, shared ones too: a few milliseconds.</summary>
internal static class SimdSelfCheck
{
    /// <summary>How many tables of each kind: PMD tables of pages, PUD tables of PMD tables. Longer lists are read in another way.</summary>
    private const int TableCount = 258;

    private const int PmdTableCount = 64;

    private const ulong Mask = Pte.Present | Pte.Write;

    /// <returns>How many tables were compared.</returns>
    /// <exception cref="EnsureException">A kernel answers otherwise than the specification.</exception>
    internal static int Run()
    {
        using var arena = new FrameArena(new() { Limit = ByteSize.FromMega(16) });
        var random = new Random(1);
        var named = PmdTables(arena);
        var all = new Table<Pmd>[TableCount];
        for (var density = 0; density < TableCount; density++)
        {
            var table = arena.TableAt<Pmd>(arena.Allocate<Pmd>(0));
            for (var address = VirtAddr.Zero; address < new VirtAddr(Pud.Span); address += Pmd.Span)
            {
                if (random.Next(TableCount - 1) < density) table[address] = new((ulong)random.NextInt64());
            }

            all[density] = table;
            var upper = TableOfTables(arena, named, random, density);
            foreach (var kernel in Simd.Available)
            {
                Compare(table, kernel);
                Compare(arena, upper, kernel);
            }
        }

        var inLists = 0;
        foreach (var kernel in Simd.Available) inLists = CompareLists(all, kernel) + CompareRewriting(arena, all, kernel);
        return (2 * TableCount) + inLists;
    }

    /// <summary>Counts and sums over many tables in one call.</summary>
    /// <returns>How many tables.</returns>
    private static int CompareLists(ReadOnlySpan<Table<Pmd>> tables, SimdKernel kernel)
    {
        Ensure.That(PresentEntries.Count(tables, kernel) == PresentEntries.Count(tables, SimdKernel.Scalar));
        Ensure.That(MatchingEntries.Count(tables, Mask, Pte.Present, kernel) == MatchingEntries.Count(tables, Mask, Pte.Present, SimdKernel.Scalar));
        Ensure.That(AccessedDirty.Count(tables, kernel) == AccessedDirty.Count(tables, SimdKernel.Scalar));
        Ensure.That(TableReading.Read(tables, kernel) == TableReading.Read(tables, SimdKernel.Scalar));
        Ensure.That(
            DifferingEntries.Count(tables[1..], tables[..^1], kernel) == DifferingEntries.Count(tables[1..], tables[..^1], SimdKernel.Scalar));
        foreach (var table in tables)
        {
            Ensure.That(
                EntrySummary.Of(table, 3, EntryMask.EntryCount - 7, kernel) == EntrySummary.Of(table, 3, EntryMask.EntryCount - 7, SimdKernel.Scalar));
        }

        return tables.Length;
    }

    /// <summary>What writes: of two copies of the tables one by each kernel, and no entry may differ.</summary>
    /// <returns>How many tables.</returns>
    private static int CompareRewriting(FrameArena arena, Table<Pmd>[] tables, SimdKernel kernel)
    {
        var compared = 0;
        foreach (var table in tables.Where((_, i) => i % 16 == 0))
        {
            Table<Pmd>[] one = [CopyOf(arena, table)];
            Table<Pmd>[] other = [CopyOf(arena, table)];
            Ensure.That(AccessedEntries.Clear<Pmd>(one, kernel) == AccessedEntries.Clear<Pmd>(other, SimdKernel.Scalar));
            Ensure.That(UffdWpEntries.Protect<Pmd>(one, kernel) == UffdWpEntries.Protect<Pmd>(other, SimdKernel.Scalar));
            EntryFill.Store(one[0], 5, 100, new(Pte.Present), kernel);
            EntryFill.Store(other[0], 5, 100, new(Pte.Present), SimdKernel.Scalar);
            Ensure.That(one[0].Entries.SequenceEqual(other[0].Entries));
            compared++;
        }

        return compared;
    }

    private static Table<Pmd> CopyOf(FrameArena arena, Table<Pmd> table)
    {
        var copy = arena.TableAt<Pmd>(arena.Allocate<Pmd>(0));
        for (var address = VirtAddr.Zero; address < new VirtAddr(Pud.Span); address += Pmd.Span) copy[address] = table[address];
        return copy;
    }

    /// <summary>PMD tables to name: every other one is shared.</summary>
    private static PhysAddr[] PmdTables(FrameArena arena)
    {
        var tables = Enumerable.Range(0, PmdTableCount).Select(_ => arena.Allocate<Pmd>(owner: 1)).ToArray();
        for (var i = 1; i < tables.Length; i += 2) arena.Info(tables[i]).ShareCount = i;
        return tables;
    }

    /// <summary>A PUD table whose entries are tables, pages of 1G, or nothing.</summary>
    private static Table<Pud> TableOfTables(FrameArena arena, PhysAddr[] named, Random random, int density)
    {
        var table = arena.TableAt<Pud>(arena.Allocate<Pud>(owner: 1));
        for (var i = 0; i < Table<Pud>.EntryCount; i++)
        {
            if (random.Next(TableCount - 1) >= density) continue;
            table[VirtAddr.Zero + ((ulong)i << Pud.Shift)] = random.Next(8) == 0
                ? Pte.ForPage<Pud>(new(FrameArena.EndOfTables), canWrite: true, canExecute: false)
                : Pte.ForTable(named[random.Next(named.Length)]);
        }

        return table;
    }

    private static void Compare(FrameArena arena, Table<Pud> table, SimdKernel kernel)
    {
        for (var first = 0; first < Table<Pud>.EntryCount; first += SharedTables.EntryCount)
        {
            Ensure.That(
                SharedTables.Find(arena, table, first, kernel) == SharedTables.Find(arena, table, first, SimdKernel.Scalar));
        }
    }

    private static void Compare(Table<Pmd> table, SimdKernel kernel)
    {
        Ensure.That(PresentEntries.Find(table, kernel) == PresentEntries.Find(table, SimdKernel.Scalar));
        Ensure.That(PresentEntries.Count(table, kernel) == PresentEntries.Count(table, SimdKernel.Scalar));
        Ensure.That(
            MatchingEntries.Find(table, Mask, Pte.Present, kernel) == MatchingEntries.Find(table, Mask, Pte.Present, SimdKernel.Scalar));
        Ensure.That(
            MatchingEntries.Count(table, Mask, Pte.Present, kernel) == MatchingEntries.Count(table, Mask, Pte.Present, SimdKernel.Scalar));
    }
}
