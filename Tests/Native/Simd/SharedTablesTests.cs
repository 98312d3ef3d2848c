using Emulator.Native;

namespace Tests.Native;

public sealed class SharedTablesTests : IDisposable
{
    private readonly SimdTables _tables = new();

    public static TheoryData<SimdKernel> Kernels => [.. Enum.GetValues<SimdKernel>()];

    /// <summary>All 8 places, of all 64 lines: a shared table, an exclusive one, a 1 GB page, nothing.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Each_place_is_seen_where_it_is(SimdKernel kernel)
    {
        if (IsRefused(kernel)) return;
        var exclusive = Pte.ForTable(_tables.Arena.Allocate<Pmd>(1));
        var shared = Pte.ForTable(Shared(1));
        var page = Pte.ForPage<Pud>(new(FrameArena.EndOfTables), canWrite: true, canExecute: false);
        var table = _tables.Filled<Pud>(_ => 0);
        for (var i = 0; i < Table<Pud>.EntryCount; i++)
        {
            var (first, bit) = (i & ~7, (byte)(1 << (i & 7)));
            var address = SimdTables.Address<Pud>(i);
            table[address] = shared;
            Assert.Equal(new(bit, bit), SharedTables.Find(_tables.Arena, table, first, kernel));
            table[address] = exclusive;
            Assert.Equal(new(bit, 0), SharedTables.Find(_tables.Arena, table, first, kernel));
            table[address] = page;
            Assert.Equal(new(0, 0), SharedTables.Find(_tables.Arena, table, first, kernel));
            table[address] = Pte.None;
            Assert.Equal(new(0, 0), SharedTables.Find(_tables.Arena, table, first, kernel));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Random_tables_give_the_scalar_answer(SimdKernel kernel)
    {
        if (IsRefused(kernel)) return;
        var random = new Random(20250915);
        for (var round = 0; round < 100; round++)
        {
            _tables.Share(random);
            Compare(_tables.Filled<Pud>(_ => _tables.Valid(random).Raw), kernel);
            Compare(_tables.Filled<P4d>(_ => TableOrNot(random)), kernel);
            Compare(_tables.Filled<Pmd>(_ => TableOrNot(random)), kernel);
        }
    }

    /// <summary>A count of any sign and size is a user: the top bit alone, the low bit alone; its neighbours are not.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Only_the_share_count_decides(SimdKernel kernel)
    {
        if (IsRefused(kernel)) return;
        var quiet = _tables.Arena.Allocate<Pmd>(owner: -1);
        _tables.Arena.Info(quiet).Held = ushort.MaxValue;
        PhysAddr[] named = [quiet, Shared(1), Shared(int.MinValue), quiet, Shared(0x10000), quiet, quiet, Shared(-1)];
        var table = _tables.Filled<Pud>(i => Pte.ForTable(named[i % 8]).Raw | Pte.NoExecute);
        Assert.Equal(new(0b1111_1111, 0b1001_0110), SharedTables.Find(_tables.Arena, table, 504, kernel));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Bit_7_is_no_page_size_above_the_PUD(SimdKernel kernel)
    {
        if (IsRefused(kernel)) return;
        var entry = Pte.ForTable(Shared(2)).With(Pte.PageSize).Raw;
        Assert.Equal(new(255, 255), SharedTables.Find(_tables.Arena, _tables.Filled<Pgd>(_ => entry), 0, kernel));
        Assert.Equal(new(255, 255), SharedTables.Find(_tables.Arena, _tables.Filled<P4d>(_ => entry), 0, kernel));
        Assert.Equal(new(0, 0), SharedTables.Find(_tables.Arena, _tables.Filled<Pud>(_ => entry), 0, kernel));
        Assert.Equal(new(0, 0), SharedTables.Find(_tables.Arena, _tables.Filled<Pmd>(_ => entry), 0, kernel));
    }

    /// <summary>Frame 0, the frame after the last, the highest address: no kernel may read what lies there.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void An_entry_that_names_no_frame_is_asserted_against(SimdKernel kernel)
    {
        if (IsRefused(kernel)) return;
        var table = _tables.Filled<Pud>(_ => 0);
        var last = _tables.Arena.Allocate<Pmd>(1).Value;
        for (var i = 0; i < 8; i++)
        {
            var address = SimdTables.Address<Pud>(i);
            foreach (var frame in new ulong[] { 0, last + 4096, FrameArena.EndOfTables, Pte.Address4K })
            {
                table[address] = new(frame | Pte.TableFlags);
                Assert.Throws<EnsureException>(() => SharedTables.Find(_tables.Arena, table, 0, kernel));
                table[address] = new((frame | Pte.TableFlags) & ~Pte.Present);
                Assert.Equal(new(0, 0), SharedTables.Find(_tables.Arena, table, 0, kernel));
            }

            table[address] = Pte.ForTable(new(last));
            Assert.Equal(new((byte)(1 << i), 0), SharedTables.Find(_tables.Arena, table, 0, kernel));
            table[address] = Pte.None;
        }
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(4)]
    [InlineData(512)]
    public void The_first_index_is_that_of_a_line_of_the_table(int firstIndex)
    {
        var table = _tables.Filled<Pud>(_ => 0);
        Assert.Throws<EnsureException>(() => SharedTables.Find(_tables.Arena, table, firstIndex));
    }

    [Fact]
    public void The_lowest_level_names_no_tables()
    {
        var table = _tables.Filled<Pt>(_ => 0);
        Assert.Throws<EnsureException>(() => SharedTables.Find(_tables.Arena, table, 0));
    }

    public void Dispose() => _tables.Dispose();

    private PhysAddr Shared(int count)
    {
        var table = _tables.Arena.Allocate<Pmd>(1);
        _tables.Arena.Info(table).ShareCount = count;
        return table;
    }

    private void Compare<TLevel>(Table<TLevel> table, SimdKernel kernel) where TLevel : struct, ILevel
    {
        for (var first = 0; first < Table<TLevel>.EntryCount; first += SharedTables.EntryCount)
        {
            var expected = SharedTables.Find(_tables.Arena, table, first, SimdKernel.Scalar);
            Assert.Equal(expected, SharedTables.Find(_tables.Arena, table, first, kernel));
        }
    }

    /// <summary>The frame of a PMD table, with P and PS set or clear.</summary>
    private ulong TableOrNot(Random random) =>
        _tables.Shareable(random).Value | ((ulong)random.Next(2) * Pte.Present) | ((ulong)random.Next(2) * Pte.PageSize);

    private bool IsRefused(SimdKernel kernel)
    {
        if (Simd.CanRun(kernel)) return false;
        var table = _tables.Filled<Pud>(_ => 0);
        Assert.Throws<PlatformNotSupportedException>(() => SharedTables.Find(_tables.Arena, table, 0, kernel));
        return true;
    }
}
