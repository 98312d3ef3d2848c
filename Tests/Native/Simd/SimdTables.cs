using Emulator.Native;

namespace Tests.Native;

/// <summary>Tables for the SIMD tests, from an arena of their own; every draw comes from a seed, so a failure repeats.</summary>
internal sealed class SimdTables : IDisposable
{
    private readonly List<PhysAddr> _shareable = [];

    internal SimdTables()
    {
        for (var i = 0; i < 100; i++) _shareable.Add(Arena.Allocate<Pmd>(owner: 1));
    }

    internal FrameArena Arena { get; } = new(new() { Limit = ByteSize.FromMega(16) });

    internal static VirtAddr Address<TLevel>(int index) where TLevel : struct, ILevel => new((ulong)index << TLevel.Shift);

    internal Table<TLevel> Filled<TLevel>(Func<int, ulong> entry) where TLevel : struct, ILevel
    {
        var table = Arena.TableAt<TLevel>(Arena.Allocate<TLevel>(owner: 1));
        for (var i = 0; i < Table<TLevel>.EntryCount; i++) table[Address<TLevel>(i)] = new(entry(i));
        return table;
    }

    /// <summary>All of the shapes that the operations on one table are tried on, each with the name that a failure shows.</summary>
    internal IEnumerable<(string Name, Table<Pmd> Table)> All()
    {
        var random = new Random(20210210);
        yield return ("empty", Filled<Pmd>(_ => 0));
        yield return ("full", Filled<Pmd>(_ => ulong.MaxValue));
        yield return ("poison", Filled<Pmd>(_ => FrameArena.Poison));
        for (var i = 0; i < Table<Pmd>.EntryCount; i++)
        {
            var only = i;
            yield return ($"only {i}", Filled<Pmd>(index => index == only ? Pte.Present : 0));
            yield return ($"all but {i}", Filled<Pmd>(index => index == only ? ~Pte.Present : ulong.MaxValue));
        }

        for (var i = 0; i < 100; i++) yield return ($"random {i}", Filled<Pmd>(_ => (ulong)random.NextInt64() << random.Next(2)));
        for (var i = 0; i < 100; i++) yield return ($"valid {i}", Filled<Pmd>(_ => Valid(random).Raw));
    }

    /// <summary>An entry such as a walk meets: nothing, a table, a page of 2 MB that may be write-protected or PROT_NONE.</summary>
    internal Pte Valid(Random random)
    {
        var page = new PhysAddr(FrameArena.EndOfTables + ((ulong)random.Next(1 << 20) << 21));
        var leaf = Pte.ForPage<Pmd>(page, canWrite: random.Next(2) == 0, canExecute: random.Next(2) == 0);
        return random.Next(6) switch
        {
            0 => Pte.None,
            1 => leaf,
            2 => leaf.With(Pte.UffdWp).Without(Pte.Write),
            3 => leaf.Modify(canAccess: false, canWrite: false, canExecute: false),
            _ => Pte.ForTable(Shareable(random)),
        };
    }

    /// <summary>One of 100 PMD tables.</summary>
    internal PhysAddr Shareable(Random random) => _shareable[random.Next(_shareable.Count)];

    /// <summary>Draws each table's share count again: half of them exclusive.</summary>
    internal void Share(Random random)
    {
        foreach (var table in _shareable) Arena.Info(table).ShareCount = random.Next(2) * random.Next(1, int.MaxValue);
    }

    public void Dispose() => Arena.Dispose();
}
