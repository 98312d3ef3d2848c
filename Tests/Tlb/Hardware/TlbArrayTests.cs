using Emulator.Native;

namespace Tests.Tlb.Hardware;

/// <summary>The arrays against the naive one, in each way of keeping the order; and tree-PLRU against its own figure.</summary>
public class TlbArrayTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 16, 4 }, { 8, 3 }, { 16, 6 }, { 128, 12 }, { 128, 16 }, { 4, 24 }, { 1, 64 }, { 1, 96 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Lru_is_that_of_a_list(int sets, int ways)
    {
        using var array = new TlbArray(sets, ways);
        var naive = new NaiveLru(sets, ways);
        var random = new Random(sets + ways);
        for (var i = 0; i < 20_000; i++)
        {
            var pcid = random.Next(3);
            var address = new VirtAddr((ulong)random.Next(sets * ways * 2) << 12);
            var tag = random.Next(8) == 0 ? TlbTag.GlobalOf(TlbEntryKind.Page4K, address) : TlbTag.Of(TlbEntryKind.Page4K, address, pcid);
            switch (random.Next(400))
            {
                case 0: Assert.Equal(naive.Remove(one => !one.IsGlobal && one.Pcid == pcid), array.RemovePagesOf(pcid)); break;
                case 1: Assert.Equal(naive.Remove(one => !one.IsGlobal), array.RemoveNotGlobal()); break;
                case < 30: Assert.Equal(naive.Remove(one => one == tag), array.Remove(tag)); break;
                default:
                    var isThere = array.TryTouch(tag, out var entry);
                    Assert.Equal(naive.Use(tag), isThere);
                    if (isThere) Assert.Equal(tag.Raw ^ 5, entry.Raw);
                    else array.Insert(tag, new(tag.Raw ^ 5));
                    break;
            }
        }

        Assert.Equal(naive.Contents.Order(), array.Contents.Select(one => one.Tag.Raw).Order());
    }

    /// <summary>Four ways: after 0 1 2 3 are used in order the tree points at 0; a use of 0 turns it to the other half, at 2.</summary>
    [Fact]
    public void Tree_plru_points_away_from_what_was_used()
    {
        using var array = new TlbArray(1, 4, TlbReplacement.TreePlru);
        for (var page = 0UL; page < 4; page++) array.Insert(Tag(page), default);
        array.Insert(Tag(4), default);
        Assert.False(array.Contains(Tag(0)));
        array.TryTouch(Tag(4), out _);
        array.Insert(Tag(5), default);
        // True LRU would have taken page 1.
        Assert.Equal("1 3 4 5", string.Join(' ', array.Contents.Select(one => one.Tag.Start.Value >> 12).Order()));
    }

    [Theory, InlineData(3), InlineData(12), InlineData(96)]
    public void Tree_plru_uses_every_way_and_no_other(int ways)
    {
        using var array = new TlbArray(2, ways, TlbReplacement.TreePlru);
        for (var page = 0UL; page < 10_000; page++) array.Insert(Tag(page), default);
        Assert.Equal(2 * ways, array.Contents.Count);
    }

    [Fact]
    public void A_kind_may_be_kept_to_some_of_the_ways()
    {
        using var array = new TlbArray(1, 16);
        for (var page = 0UL; page < 12; page++) array.Insert(TlbTag.Of(TlbEntryKind.Page2M, new(page << 21), 0), default, kindWaysMax: 8);
        Assert.Equal(8, array.Contents.Count);
        for (var page = 0UL; page < 16; page++) array.Insert(Tag(page), default);
        Assert.Equal(16, array.Contents.Count);
    }

    [Fact]
    public void A_tag_says_what_it_was_made_of()
    {
        var address = new VirtAddr(0xFF12_3456_789A_BCDE);
        for (var kind = TlbEntryKind.Page4K; kind <= TlbEntryKind.Pml5e; kind++)
        {
            if ((int)kind == 3) continue;
            var tag = TlbTag.Of(kind, address, 0xABC);
            var bytes = 1UL << TlbTag.ShiftOf(kind);
            Assert.Equal((kind, 0xABC, false, kind >= TlbEntryKind.Pde), (tag.Kind, tag.Pcid, tag.IsGlobal, tag.IsTable));
            Assert.Equal(address.Value & ~(bytes - 1), tag.Start.Value);
            Assert.True(TlbTag.GlobalOf(kind, address).IsGlobal);
        }

        Assert.Equal("12 21 30 21 30 39 48", string.Join(' ', Enum.GetValues<TlbEntryKind>().Select(TlbTag.ShiftOf)));
    }

    private static TlbTag Tag(ulong page) => TlbTag.Of(TlbEntryKind.Page4K, new(page << 12), 0);
}
