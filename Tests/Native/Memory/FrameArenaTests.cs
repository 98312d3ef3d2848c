using Emulator.Native;

namespace Tests.Native;

public sealed class FrameArenaTests : IDisposable
{
    private readonly FrameArena _arena = new(new() { Limit = ByteSize.FromMega(8) });

    [Fact]
    public void Fresh_frames_come_in_order_and_freed_ones_last_in_first_out()
    {
        PhysAddr[] tables = [_arena.Allocate<Pud>(1), _arena.Allocate<Pmd>(1), _arena.Allocate<Pmd>(1), _arena.Allocate<Pt>(1)];
        Assert.Equal([1UL, 2UL, 3UL, 4UL], tables.Select(table => table.Pfn));
        foreach (var i in new[] { 1, 3, 0 }) _arena.Free(tables[i]);
        Assert.Equal(tables[0], _arena.Allocate<Pmd>(1));
        Assert.Equal(tables[3], _arena.Allocate<Pmd>(1));
        Assert.Equal(tables[1], _arena.Allocate<Pmd>(1));
        Assert.Equal(5UL, _arena.Allocate<Pmd>(1).Pfn);
    }

    [Fact]
    public void A_table_starts_empty_also_when_its_frame_was_used()
    {
        var table = _arena.Allocate<Pmd>(1);
        Assert.False(_arena.TableAt<Pmd>(table).Entries.ContainsAnyExcept(0UL));
        for (var i = 0UL; i < 512; i++) _arena.TableAt<Pmd>(table)[new(i * Pmd.Span)] = new(ulong.MaxValue);
        _arena.Free(table);
        Assert.Equal(table, _arena.Allocate<Pud>(1));
        Assert.False(_arena.TableAt<Pud>(table).Entries.ContainsAnyExcept(0UL));
    }

    [Fact]
    public void A_stale_view_of_a_freed_table_reads_poison_that_no_walk_follows()
    {
        var (before, table, after) = (_arena.Allocate<Pmd>(1), _arena.Allocate<Pmd>(1), _arena.Allocate<Pmd>(1));
        var view = _arena.TableAt<Pmd>(table);
        var place = view.At(new(Pmd.Span));
        place.Value = new(7);
        _arena.Free(table);
        Assert.Equal(FrameArena.Poison, place.Value.Raw);
        Assert.False(view.Entries.ContainsAnyExcept(FrameArena.Poison));
        Assert.False(place.Value.IsPresent);
        Assert.False(_arena.TableAt<Pmd>(before).Entries.ContainsAnyExcept(0UL));
        Assert.False(_arena.TableAt<Pmd>(after).Entries.ContainsAnyExcept(0UL));
    }

    [Fact]
    public void Without_the_option_a_freed_table_keeps_its_entries()
    {
        using var arena = new FrameArena(new() { Limit = ByteSize.FromMega(1), PoisonOnFree = false });
        var table = arena.Allocate<Pmd>(1);
        arena.TableAt<Pmd>(table)[VirtAddr.Zero] = new(7);
        arena.Free(table);
        Assert.Equal(7UL, arena.TableAt<Pmd>(table).Entries[0]);
    }

    [Fact]
    public void Each_frame_has_its_own_metadata()
    {
        var (pud, pmd) = (_arena.Allocate<Pud>(7), _arena.Allocate<Pmd>(8));
        Assert.Equal((3, 7, 0, 0), About(pud));
        Assert.Equal((2, 8, 0, 0), About(pmd));
        _arena.Info(pmd).ShareCount = 5;
        _arena.Info(pmd).Held = 2;
        Assert.Equal((3, 7, 0, 0), About(pud));
        Assert.Equal((2, 8, 5, 2), About(pmd));
        _arena.Info(pmd).ShareCount = 0;
        _arena.Free(pmd);
        Assert.Equal(0, _arena.Info(pmd).Level);
        Assert.Equal(pmd, _arena.Allocate<Pt>(9));
        Assert.Equal((1, 9, 0, 0), About(pmd));

        (int, int, int, int) About(PhysAddr table)
        {
            ref var info = ref _arena.Info(table);
            return (info.Level, info.Owner, info.ShareCount, info.Held);
        }
    }

    [Fact]
    public void Free_refuses_what_is_free_or_shared_or_no_table_and_changes_nothing()
    {
        var (freed, shared, live) = (_arena.Allocate<Pmd>(1), _arena.Allocate<Pmd>(1), _arena.Allocate<Pmd>(1));
        _arena.TableAt<Pmd>(live)[VirtAddr.Zero] = new(7);
        _arena.Free(freed);
        _arena.Info(shared).ShareCount = 1;
        PhysAddr[] refused = [freed, shared, PhysAddr.None, new(live.Value + 4096), new(live.Value + 8), new(ulong.MaxValue)];
        foreach (var no in refused)
        {
            Assert.Throws<EnsureException>(() => _arena.Free(no));
        }

        Assert.Throws<EnsureException>(() => _arena.Info(PhysAddr.None).Level);
        Assert.Throws<EnsureException>(() => _arena.Info(new(live.Value + 4096)).Level);
        Assert.Equal(2, _arena.LiveTables);
        Assert.Equal(7UL, _arena.TableAt<Pmd>(live).Entries[0]);
        Assert.Equal(freed, _arena.Allocate<Pmd>(1));
        Assert.Equal(4UL, _arena.Allocate<Pmd>(1).Pfn);
    }

    [Fact]
    public void Frame_numbers_that_were_handed_out_are_frames()
    {
        var table = _arena.Allocate<Pmd>(1);
        Assert.True(_arena.IsFrame(table));
        Assert.False(_arena.IsFrame(PhysAddr.None));
        Assert.False(_arena.IsFrame(new(table.Value + 4096)));
        _arena.Free(table);
        Assert.True(_arena.IsFrame(table));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(3 << 20)]
    public void The_limit_is_exact_and_to_meet_it_corrupts_nothing(int limitBytes)
    {
        using var arena = new FrameArena(new() { Limit = new((ulong)limitBytes) });
        var tables = new List<PhysAddr>();
        for (var i = 0; i < limitBytes / 4096; i++)
        {
            tables.Add(arena.Allocate<Pmd>(i));
            arena.TableAt<Pmd>(tables[i])[new((ulong)i * Pmd.Span)] = new((ulong)i);
        }

        for (var i = 0; i < 2; i++) Assert.Throws<ArenaLimitException>(() => arena.Allocate<Pmd>(1));
        Assert.Equal((tables.Count, tables.Count), ((int)arena.LiveTables, (int)arena.PeakTables));
        for (var i = 0; i < tables.Count; i++)
        {
            Assert.Equal((i, 2), (arena.Info(tables[i]).Owner, (int)arena.Info(tables[i]).Level));
            Assert.Equal((ulong)i, arena.TableAt<Pmd>(tables[i]).Entries[i % 512]);
        }

        if (tables.Count == 0) return;
        arena.Free(tables[^1]);
        Assert.Equal(tables[^1], arena.Allocate<Pmd>(1));
        Assert.Throws<ArenaLimitException>(() => arena.Allocate<Pmd>(1));
    }

    /// <summary>A random course of allocations and frees beside a plain list of what must be live.</summary>
    [Fact]
    public void The_balance_is_exact()
    {
        var random = new Random(20250829);
        var live = new List<PhysAddr>();
        var peak = 0;
        for (var step = 0; step < 20_000; step++)
        {
            if (live.Count < 1000 && (live.Count == 0 || random.Next(2) == 0))
            {
                live.Add(_arena.Allocate<Pmd>(step));
                Assert.DoesNotContain(live[^1], live[..^1].TakeLast(20));
            }
            else
            {
                var index = random.Next(live.Count);
                _arena.Free(live[index]);
                live.RemoveAt(index);
            }

            peak = Math.Max(peak, live.Count);
            Assert.Equal((live.Count, peak), ((int)_arena.LiveTables, (int)_arena.PeakTables));
        }

        Assert.Equal(live.Count, live.Distinct().Count());
        Assert.Equal((ulong)peak, _arena.LastFrame);
        foreach (var table in live) _arena.Free(table);
        Assert.Equal(0, _arena.LiveTables);
    }

    [Fact]
    public void After_Dispose_everything_refuses()
    {
        var arena = new FrameArena(new() { Limit = ByteSize.FromMega(64) });
        var tables = Enumerable.Range(0, 10_000).Select(_ => arena.Allocate<Pmd>(1)).ToList();
        arena.Free(tables[0]);
        arena.Dispose();
        arena.Dispose();
        Assert.Throws<ObjectDisposedException>(() => arena.Allocate<Pmd>(1));
        Assert.Throws<EnsureException>(() => arena.Info(tables[^1]).Level);
        Assert.Throws<EnsureException>(() => arena.Free(tables[^1]));
        Assert.False(arena.IsFrame(tables[^1]));
    }

    public void Dispose() => _arena.Dispose();
}
