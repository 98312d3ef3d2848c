using Emulator.Native;
using Emulator.Tlb;

namespace Tests.Tlb.Hardware;

/// <summary>The walk: what it reads, what it caches, which bits it sets.</summary>
public class WalkTests
{
    [Theory]
    [InlineData(TlbEntryKind.Page4K, 4, 4)]
    [InlineData(TlbEntryKind.Page2M, 4, 3)]
    [InlineData(TlbEntryKind.Page1G, 4, 2)]
    [InlineData(TlbEntryKind.Page4K, 5, 5)]
    [InlineData(TlbEntryKind.Page1G, 5, 3)]
    public void A_cold_walk_reads_an_entry_of_each_level(TlbEntryKind kind, int levels, int references)
    {
        using var cpu = new UnitUnderTest(kind: kind, levels: levels);
        var first = cpu.Read(UnitUnderTest.Page + 123);
        Assert.Equal((TranslationEnd.Walked, kind, references), (first.End, first.Kind, first.References));
        Assert.Equal(FrameArena.EndOfTables + ((UnitUnderTest.Page.Value + 123) & ((1UL << TlbTag.ShiftOf(kind)) - 1)), first.Address.Value);
        Assert.Equal((TranslationEnd.L1Hit, 0), (cpu.Read().End, cpu.Read().References));
    }

    [Fact]
    public void A_walk_starts_at_the_lowest_entry_that_is_cached()
    {
        using var cpu = new UnitUnderTest();
        VirtAddr[] addresses =
            [UnitUnderTest.Page + Pt.Span, UnitUnderTest.Page + Pmd.Span, UnitUnderTest.Page + Pud.Span, UnitUnderTest.Page + (512 * Pud.Span)];
        foreach (var address in addresses) cpu.Tables.Map(address);
        cpu.Read();
        Assert.Equal([1, 2, 3, 4], addresses.Select(address => cpu.Read(address).References));
        var counts = cpu.Unit.Counts;
        Assert.Equal((1, 1, 1, 2), (counts.FromPde, counts.FromPdpte, counts.FromPml4e, counts.FromCr3));
        Assert.Equal(14, counts.References);
    }

    [Fact]
    public void A_is_set_in_every_entry_and_D_in_the_leaf_of_a_write()
    {
        using var cpu = new UnitUnderTest();
        PteRef[] places = [cpu.Pml4e, cpu.Pdpte, cpu.Pde, cpu.Pte];
        foreach (var place in places) UnitUnderTest.Clear(place, Pte.Accessed | Pte.Dirty);
        cpu.Read();
        Assert.All(places, place => Assert.Equal((true, false), (place.Value.IsAccessed, place.Value.IsDirty)));
        cpu.Write();
        Assert.Equal([false, false, false, true], places.Select(place => place.Value.IsDirty));
        Assert.Equal((4, 1, 1), (cpu.Unit.Counts.AccessedSet, cpu.Unit.Counts.DirtySet, cpu.Unit.Counts.DirtyWalks));
        Assert.Equal(TranslationEnd.L1Hit, cpu.Write().End);
    }

    /// <summary>The CPU knows the page clean, and must find D in the table: where the entry is gone meanwhile, that is a fault.</summary>
    [Fact]
    public void A_first_write_looks_at_the_table_again()
    {
        using var cpu = new UnitUnderTest();
        cpu.Read();
        UnitUnderTest.Put(cpu.Pte, Pte.None);
        Assert.Equal(TranslationEnd.L1Hit, cpu.Read().End);
        Assert.Equal(PageFaultCode.Write | PageFaultCode.User, cpu.Write().Code);
    }

    [Fact]
    public void What_is_cached_is_used_though_the_tables_have_changed()
    {
        using var cpu = new UnitUnderTest();
        var address = cpu.Read().Address;
        UnitUnderTest.Put(cpu.Pml4e, Pte.None);
        Assert.Equal(address, cpu.Read().Address);
        // The PDE is cached too: the page beside it is found by it alone.
        var table = cpu.Unit.Contents.Single(one => one.Tag.Kind == TlbEntryKind.Pde).Entry.TableAddress;
        UnitUnderTest.Put(
            cpu.Arena.TableAt<Pt>(table).At(UnitUnderTest.Page + Pt.Span),
            Pte.ForPage<Pt>(new(FrameArena.EndOfTables + Pt.Span), canWrite: true, canExecute: true));
        Assert.Equal(1, cpu.Read(UnitUnderTest.Page + Pt.Span).References);
    }

    [Fact]
    public void The_second_level_refills_the_first()
    {
        using var cpu = new UnitUnderTest();
        cpu.Read();
        // Five more pages of the same set of 16: four ways.
        for (var i = 1UL; i <= 5; i++)
        {
            cpu.Tables.Map(UnitUnderTest.Page + (i * 16 * Pt.Span));
            cpu.Read(UnitUnderTest.Page + (i * 16 * Pt.Span));
        }

        Assert.Equal(TranslationEnd.L2Hit, cpu.Read().End);
        Assert.Equal(TranslationEnd.L1Hit, cpu.Read().End);
    }

    [Fact]
    public void Reads_and_writes_have_first_levels_of_their_own_where_the_preset_says_so()
    {
        using var cpu = new UnitUnderTest(CpuModels.IceLakeSp);
        cpu.Write();
        Assert.Equal(TranslationEnd.L2Hit, cpu.Read().End);
        Assert.Equal((TranslationEnd.L1Hit, TranslationEnd.L1Hit), (cpu.Read().End, cpu.Write().End));
    }

    [Fact]
    public void Zen_keeps_PDEs_among_the_second_levels_translations()
    {
        using var cpu = new UnitUnderTest(CpuModels.Zen4);
        cpu.Read();
        Assert.Equal((1, 1, 1), (cpu.Cached(TlbEntryKind.Pde), cpu.Cached(TlbEntryKind.Pdpte), cpu.Cached(TlbEntryKind.Pml4e)));
        Assert.Equal(2, cpu.Cached(TlbEntryKind.Page4K));
        cpu.Tables.Map(UnitUnderTest.Page + Pt.Span);
        Assert.Equal(1, cpu.Read(UnitUnderTest.Page + Pt.Span).References);
    }
}
