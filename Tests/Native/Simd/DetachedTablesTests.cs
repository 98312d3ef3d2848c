using Emulator.Native;

namespace Tests.Native;

/// <summary>
/// Unsharing a range of a PUD table: the scalar version against a model of it, and each kernel against the scalar one, on two arenas of the same
/// history: what is said, every entry and every share count.
/// </summary>
public class DetachedTablesTests
{
    private const int TableCount = 600;

    public static TheoryData<SimdKernel> Kernels => [.. Enum.GetValues<SimdKernel>()];

    [Fact]
    public void The_scalar_version_does_what_the_definition_says()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            using var world = new World(seed);
            var (entries, counts) = (world.Entries, world.Counts);
            var expected = Model(entries, counts, world.First, world.End);
            Assert.Equal(expected, world.Detach(SimdKernel.Scalar));
            Assert.Equal(entries, world.Entries);
            Assert.Equal(counts, world.Counts);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_does_the_same(SimdKernel kernel)
    {
        for (var seed = 0; seed < 600; seed++)
        {
            using var scalar = new World(seed);
            using var world = new World(seed);
            if (!Simd.CanRun(kernel))
            {
                Assert.Throws<PlatformNotSupportedException>(() => world.Detach(kernel));
                continue;
            }

            Assert.Equal(scalar.Detach(SimdKernel.Scalar), world.Detach(kernel));
            Assert.Equal(scalar.Entries, world.Entries);
            Assert.Equal(scalar.Counts, world.Counts);
        }
    }

    /// <summary>8 neighbours in a line, of which one is otherwise than the rest, at each place.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void One_that_differs_is_seen_among_neighbours(SimdKernel kernel)
    {
        if (!Simd.CanRun(kernel)) return;
        for (var place = 0; place < 8; place++)
        {
            foreach (var otherwise in new Action<World, int>[]
            {
                (world, i) => world.Arena.Info(world.Named[i]).ShareCount = 0,
                (world, i) => world.Arena.Info(world.Named[i]).ShareCount = 2,
                (world, i) =>
                {
                    for (var j = 0; j < 8; j++) world.Arena.Info(world.Named[j]).ShareCount = j == i ? 1 : 2;
                },
                (world, i) => world.Set(i, Pte.None),
                (world, i) => world.Set(i, Pte.ForTable(world.Named[100])),
                (world, i) => world.Set(i, Pte.ForTable(world.Named[(i + 1) % 8])),
                (world, i) => world.Set(i, Pte.ForPage<Pud>(new(FrameArena.EndOfTables), canWrite: true, canExecute: false)),
                (world, i) => world.Set(i, Pte.ForTable(world.Named[i]).Without(Pte.Accessed)),
            })
            {
                using var scalar = World.OfNeighbours(8);
                using var world = World.OfNeighbours(8);
                otherwise(scalar, place);
                otherwise(world, place);
                Assert.Equal(scalar.Detach(SimdKernel.Scalar), world.Detach(kernel));
                Assert.Equal(scalar.Entries, world.Entries);
                Assert.Equal(scalar.Counts, world.Counts);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_frame_that_is_not_ours_is_asserted_against(SimdKernel kernel)
    {
        if (!Simd.CanRun(kernel)) return;
        using var world = World.OfNeighbours(8);
        var last = world.Named[^1];
        for (var i = 0; i < 8; i++) world.Set(i, Pte.ForTable(new(last.Value + ((ulong)(i + 1) << 12))));
        Assert.Throws<EnsureException>(() => world.Detach(kernel));
        for (var i = 0; i < 8; i++) world.Set(i, Pte.ForTable(new((ulong)i << 12)));
        Assert.Throws<EnsureException>(() => world.Detach(kernel));
    }

    [Theory]
    [InlineData(-1, 8)]
    [InlineData(8, 7)]
    [InlineData(0, 513)]
    public void A_range_outside_the_table_is_asserted_against(int first, int end)
    {
        using var world = World.OfNeighbours(8);
        Assert.Throws<EnsureException>(() => DetachedTables.Detach(world.Arena, world.Table, first, end));
    }

    private static DetachedTables Model(ulong[] entries, Dictionary<ulong, int> counts, int first, int end)
    {
        var (tables, cleared, leftOneUser) = (0, new List<int>(), false);
        for (var i = first; i < end; i++)
        {
            if (!new Pte(entries[i]).IsTable) continue;
            tables++;
            var frame = new Pte(entries[i]).TableAddress.Value;
            if (counts[frame] == 0) continue;
            entries[i] = 0;
            leftOneUser |= --counts[frame] == 0;
            cleared.Add(i);
        }

        return new(tables, cleared.Count, cleared.Count == 0 ? -1 : cleared[0], cleared.Count == 0 ? -1 : cleared[^1], leftOneUser);
    }

    /// <summary>A PUD table of mixed lines, with PMD tables of mixed counts, and a range of it: all from a seed.</summary>
    private sealed class World : IDisposable
    {
        internal World(int seed)
            : this()
        {
            var random = new Random(seed);
            foreach (var table in Named) Arena.Info(table).ShareCount = Math.Max(0, random.Next(-1, 3));
            for (var line = 0; line < 512; line += 8) FillLine(line, random);
            First = random.Next(0, 512);
            End = random.Next(3) == 0 ? 512 : random.Next(First, 513);
        }

        private World()
        {
            Named = [.. Enumerable.Range(0, TableCount).Select(_ => Arena.Allocate<Pmd>(1))];
            Table = Arena.TableAt<Pud>(Arena.Allocate<Pud>(1));
            End = 8;
        }

        internal FrameArena Arena { get; } = new(new() { Limit = ByteSize.FromMega(4) });

        internal PhysAddr[] Named { get; }

        internal Table<Pud> Table { get; }

        internal int First { get; }

        internal int End { get; }

        internal ulong[] Entries => Table.Entries.ToArray();

        internal Dictionary<ulong, int> Counts => Named.ToDictionary(table => table.Value, table => Arena.Info(table).ShareCount);

        internal static World OfNeighbours(int count)
        {
            var world = new World();
            for (var i = 0; i < count; i++)
            {
                world.Set(i, Pte.ForTable(world.Named[i]));
                world.Arena.Info(world.Named[i]).ShareCount = 1;
            }

            return world;
        }

        internal void Set(int index, Pte entry)
        {
            var place = Table.At(new((ulong)index << Pud.Shift));
            place.Value = entry;
        }

        internal DetachedTables Detach(SimdKernel kernel) => DetachedTables.Detach(Arena, Table, First, End, kernel);

        public void Dispose() => Arena.Dispose();

        private void FillLine(int line, Random random)
        {
            var (kind, from) = (random.Next(4), random.Next(TableCount - 8));
            for (var i = 0; i < 8; i++)
            {
                var named = kind == 0 ? from + i : random.Next(kind == 1 ? 4 : TableCount);
                // Of the neighbours all are shared: the case that is taken at once.
                if (kind == 0 && from % 2 == 0) Arena.Info(Named[named]).ShareCount = 1 + (from % 3);
                Set(line + i, kind == 3 && random.Next(2) == 0 ? Other(random) : Pte.ForTable(Named[named]));
            }
        }

        private static Pte Other(Random random) => random.Next(2) == 0
            ? Pte.None
            : Pte.ForPage<Pud>(new(FrameArena.EndOfTables), canWrite: true, canExecute: false);
    }
}
