using Emulator.Native;

namespace Tests.Native;

/// <summary>Entering the tables of one PUD table into another: the scalar version against a model, each kernel against the scalar one.</summary>
public class SharedRunTests
{
    private const int TableCount = 600;

    public static TheoryData<SimdKernel> Kernels => [.. Enum.GetValues<SimdKernel>()];

    [Fact]
    public void The_scalar_version_does_what_the_definition_says()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            using var world = new World(seed);
            for (var round = 0; round < 3; round++)
            {
                var (count, target, shares) = world.Model();
                Assert.Equal(count, world.Enter(SimdKernel.Scalar));
                Assert.Equal(target, world.Target);
                Assert.Equal(shares, world.Shares);
                world.EmptyTarget();
            }
        }
    }

    /// <summary>The first time it reads the leaves, then it knows them.</summary>
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
                Assert.Throws<PlatformNotSupportedException>(() => world.Enter(kernel));
                continue;
            }

            for (var round = 0; round < 3; round++)
            {
                Assert.Equal(scalar.Enter(SimdKernel.Scalar), world.Enter(kernel));
                Assert.Equal(scalar.Target, world.Target);
                Assert.Equal(scalar.Shares, world.Shares);
                scalar.EmptyTarget();
                world.EmptyTarget();
            }
        }
    }

    /// <summary>A stale entry names a frame of the free list: it is not shared, and the list stays as it is.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_table_that_was_freed_is_left_alone(SimdKernel kernel)
    {
        if (!Simd.CanRun(kernel)) return;
        using var arena = new FrameArena(new() { Limit = ByteSize.FromMega(1) });
        var (from, to) = (arena.TableAt<Pud>(arena.Allocate<Pud>(1)), arena.TableAt<Pud>(arena.Allocate<Pud>(2)));
        var tables = new List<PhysAddr>();
        for (var i = 0; i < 8; i++)
        {
            tables.Add(arena.Allocate<Pmd>(1));
            from[new((ulong)i * Pud.Span)] = Pte.ForTable(tables[i]);
        }

        foreach (var table in tables) arena.Free(table);
        Assert.Equal(0, SharedRun.Enter(arena, (from, 0), (to, 0), 8, VirtAddr.Zero, Pte.Present, kernel));
        Assert.Equal(tables.ToHashSet(), Enumerable.Range(0, 8).Select(_ => arena.Allocate<Pmd>(1)).ToHashSet());
    }

    /// <summary>8 neighbours whose leaves are known, of which one is otherwise than the rest, at each place.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void One_that_differs_is_seen_among_neighbours(SimdKernel kernel)
    {
        if (!Simd.CanRun(kernel)) return;
        for (var place = 0; place < 8; place++)
        {
            foreach (var (otherwise, stops) in new (Action<World, int>, bool)[]
            {
                ((world, i) => world.Leave(i, Pte.None), true),
                ((world, i) => world.Leave(i, World.LeafOf(i).Without(Pte.Write)), true),
                ((world, i) => world.Leave(i, World.LeafOf(i).Without(Pte.Present)), true),
                ((world, i) => world.SetSource(i, Pte.None), true),
                ((world, i) => world.SetSource(i, Pte.ForPage<Pud>(new(FrameArena.EndOfTables), canWrite: true, canExecute: false)), true),
                ((world, i) => world.SetTarget(i, Pte.ForTable(world.Named[9])), true),
                ((world, i) => world.SetSource(i, Pte.ForTable(world.Named[9])), false),
                ((world, i) => world.SetSource(i, Pte.ForTable(world.Named[(i + 1) % 8])), false),
                ((world, i) => world.Arena.Info(world.Named[i]).ForgetLeaf(), false),
            })
            {
                using var world = World.OfNeighbours(8, kernel);
                otherwise(world, place);
                var (count, target, shares) = world.Model();
                Assert.Equal(stops ? place : 8, count);
                Assert.Equal(count, world.Enter(kernel));
                Assert.Equal(target, world.Target);
                Assert.Equal(shares, world.Shares);
            }
        }
    }

    /// <summary>What is known of a leaf is known of its place alone, and of the bits that it had.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Another_leaf_is_looked_at_anew(SimdKernel kernel)
    {
        if (!Simd.CanRun(kernel)) return;
        using var world = World.OfNeighbours(8, kernel);
        world.Leaf++;
        Assert.Equal(0, world.Enter(kernel));
        world.Leaf--;
        for (var i = 0; i < 8; i++) world.Leave(i, World.LeafOf(i).Without(Pte.Write));
        Assert.Equal(0, world.Enter(kernel));
        world.Needed = Pte.Present;
        Assert.Equal(8, world.Enter(kernel));
        world.EmptyTarget();
        world.Needed = Pte.Present | Pte.Write;
        Assert.Equal(0, world.Enter(kernel));
    }

    /// <summary>A snapshot puts back no leaf, so nothing is known of one after it.</summary>
    [Fact]
    public void A_snapshot_knows_no_leaf()
    {
        using var world = World.OfNeighbours(8, SimdKernel.Scalar);
        var saved = world.Arena.Save(owner: 7);
        world.Arena.TableAt<Pmd>(world.Named[3])[world.Address] = Pte.None;
        world.Arena.Restore(saved);
        Assert.Equal(3, world.Enter(SimdKernel.Scalar));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_frame_that_is_not_ours_is_asserted_against(SimdKernel kernel)
    {
        if (!Simd.CanRun(kernel)) return;
        using var world = World.OfNeighbours(8, kernel);
        for (var i = 0; i < 8; i++) world.SetSource(i, Pte.ForTable(new((ulong)i << 12)));
        Assert.Throws<EnsureException>(() => world.Enter(kernel));
        for (var i = 0; i < 8; i++) world.SetSource(i, Pte.ForTable(new(1UL << 40 | ((ulong)i << 12))));
        Assert.Throws<EnsureException>(() => world.Enter(kernel));
    }

    [Fact]
    public void What_is_no_run_or_no_bits_of_a_leaf_is_asserted_against()
    {
        using var world = World.OfNeighbours(8, SimdKernel.Scalar);
        world.Needed = Pte.Dirty;
        Assert.Throws<EnsureException>(() => world.Enter(SimdKernel.Scalar));
        world.Needed = Pte.Present;
        world.Count = 513;
        Assert.Throws<EnsureException>(() => world.Enter(SimdKernel.Scalar));
        world.Count = -1;
        Assert.Throws<EnsureException>(() => world.Enter(SimdKernel.Scalar));
    }

    /// <summary>A PUD table whose entries name tables in stretches of neighbours, and an empty one: drawn from a seed.</summary>
    private sealed class World : IDisposable
    {
        private readonly Table<Pud> _source;
        private readonly Table<Pud> _target;

        internal World(int seed)
            : this()
        {
            var random = new Random(seed);
            Leaf = random.Next(512);
            var next = 0;
            for (var i = 0; i < 512; i++)
            {
                next = random.Next(20) == 0 ? random.Next(Named.Length) : (next + 1) % Named.Length;
                SetSource(i, random.Next(200) == 0 ? Pte.None : Pte.ForTable(Named[next]));
                if (random.Next(400) == 0) SetTarget(i, Pte.ForTable(Named[0]));
            }

            Needed = random.Next(2) == 0 ? Pte.Present : Pte.Present | Pte.Write;
            for (var i = 0; i < Named.Length; i++) Leave(i, Drawn(i, random));
            (From, To) = (random.Next(300), random.Next(300));
            Count = random.Next(512 - Math.Max(From, To) + 1);
        }

        private World()
        {
            Named = [.. Enumerable.Range(0, TableCount).Select(_ => Arena.Allocate<Pmd>(1))];
            _source = Arena.TableAt<Pud>(Arena.Allocate<Pud>(1));
            _target = Arena.TableAt<Pud>(Arena.Allocate<Pud>(2));
        }

        internal FrameArena Arena { get; } = new(new() { Limit = ByteSize.FromMega(4) });

        internal PhysAddr[] Named { get; }

        internal int Leaf { get; set; }

        internal ulong Needed { get; set; } = Pte.Present | Pte.Write;

        internal int Count { get; set; }

        private int From { get; }

        private int To { get; }

        internal VirtAddr Address => SimdTables.Address<Pmd>(Leaf);

        internal ulong[] Target => _target.Entries.ToArray();

        internal int[] Shares => [.. Named.Select(table => Arena.Info(table).ShareCount)];

        /// <summary>So many neighbours, whose leaves are there and known.</summary>
        internal static World OfNeighbours(int count, SimdKernel kernel)
        {
            var world = new World { Leaf = 5, Count = count };
            for (var i = 0; i < count; i++) world.SetSource(i, Pte.ForTable(world.Named[i]));
            for (var i = 0; i < TableCount; i++) world.Leave(i, World.LeafOf(i));
            Assert.Equal(count, world.Enter(kernel));
            world.EmptyTarget();
            return world;
        }

        internal static Pte LeafOf(int i) => Pte.ForPage<Pmd>(new(FrameArena.EndOfTables + ((ulong)i << 21)), canWrite: true, canExecute: false);

        /// <summary>A leaf changes, which the arena is told.</summary>
        internal void Leave(int i, Pte leaf)
        {
            Arena.TableAt<Pmd>(Named[i])[Address] = leaf;
            Arena.Info(Named[i]).ForgetLeaf();
        }

        internal void SetSource(int i, Pte entry) => _source[SimdTables.Address<Pud>(i)] = entry;

        internal void SetTarget(int i, Pte entry) => _target[SimdTables.Address<Pud>(i)] = entry;

        internal void EmptyTarget() => EntryFill.Clear(_target, 0, 512);

        internal int Enter(SimdKernel kernel) => SharedRun.Enter(Arena, (_source, From), (_target, To), Count, Address, Needed, kernel);

        internal (int Count, ulong[] Target, int[] Shares) Model()
        {
            var (target, shares) = (Target, Shares);
            for (var i = 0; i < Count; i++)
            {
                var entry = new Pte(_source.Entries[From + i]);
                if (!entry.IsTable || target[To + i] != 0) return (i, target, shares);
                var leaf = Arena.TableAt<Pmd>(entry.TableAddress)[Address].Raw;
                if ((leaf & Needed) != Needed) return (i, target, shares);
                shares[Array.IndexOf(Named, entry.TableAddress)]++;
                target[To + i] = entry.TableAddress.Value | Pte.TableFlags;
            }

            return (Count, target, shares);
        }

        public void Dispose() => Arena.Dispose();

        private static Pte Drawn(int i, Random random) => random.Next(300) switch
        {
            0 => Pte.None,
            1 => LeafOf(i).Without(Pte.Write),
            2 => LeafOf(i).Without(Pte.Present),
            _ => LeafOf(i),
        };
    }
}
