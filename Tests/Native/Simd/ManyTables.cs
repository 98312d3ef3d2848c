using Emulator.Native;

namespace Tests.Native;

/// <summary>Lists of tables for the tests of the bulk scans, from an arena of their own; every draw comes from a seed.</summary>
internal sealed class ManyTables : IDisposable
{
    private readonly FrameArena _arena = new(new() { Limit = ByteSize.FromMega(16) });
    private readonly List<Table<Pmd>> _everything = [];

    /// <summary>Every table that was made so far.</summary>
    internal IReadOnlyList<Table<Pmd>> Everything => [.. _everything];

    internal Table<Pmd> New(Func<int, ulong> entry)
    {
        var table = _arena.TableAt<Pmd>(_arena.Allocate<Pmd>(owner: 1));
        for (var i = 0; i < Table<Pmd>.EntryCount; i++) table[new((ulong)i << Pmd.Shift)] = new(entry(i));
        _everything.Add(table);
        return table;
    }

    /// <summary>None, few, odd, and more than <see cref="TableCounting.CachedTables"/>; side by side, every other one, backwards, one twice.</summary>
    internal IEnumerable<Table<Pmd>[]> All()
    {
        var random = new Random(20210211);
        yield return [];
        yield return [New(_ => 0)];
        yield return [New(_ => ulong.MaxValue), New(_ => FrameArena.Poison)];
        yield return [New(i => i == 0 ? ulong.MaxValue : 0), New(i => i == 511 ? Pte.Present : 0), New(i => i == 256 ? ~Pte.Present : ulong.MaxValue)];
        Table<Pmd>[] many = [.. Enumerable.Range(0, TableCounting.CachedTables + 3).Select(_ => New(_ => Drawn(random)))];
        foreach (var count in new[] { 4, 5, 7, 8, TableCounting.CachedTables, TableCounting.CachedTables + 1, TableCounting.CachedTables + 2 })
        {
            yield return many[..count];
        }

        yield return [.. many.Where((_, i) => i % 2 == 0)];
        yield return [.. many.Reverse()];
        yield return [many[0], many[1], many[1], many[0], many[2]];
    }

    internal static EntryMask Where(Predicate<int> test) =>
        EntryMask.Of([.. Enumerable.Range(0, EntryMask.EntryCount).Where(i => test(i))]);

    public void Dispose() => _arena.Dispose();

    /// <summary>Nothing, or any bits, or a page as Linux maps it.</summary>
    private static ulong Drawn(Random random) => random.Next(4) switch
    {
        0 => 0,
        1 => (ulong)random.NextInt64() << random.Next(2),
        _ => Pte.ForPage<Pmd>(new(FrameArena.EndOfTables), random.Next(2) == 0, canExecute: random.Next(2) == 0)
            .Without((ulong)random.Next(128) & (Pte.Accessed | Pte.Dirty | Pte.Present)).Raw,
    };
}
