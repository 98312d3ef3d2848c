using Emulator.Native;
using Emulator.Tlb;

namespace Tests.Tlb.Hardware;

/// <summary>Exactly what each instruction drops: SDM Vol. 3A, 4.10.4.1; APM Vol. 2, 5.5.3, and Vol. 3.</summary>
public class InvalidationTests
{
    private static readonly VirtAddr Page = UnitUnderTest.Page;
    private static readonly VirtAddr Global = Page + Pt.Span;
    private static readonly VirtAddr Elsewhere = Page + (2 * Pud.Span);

    /// <summary>Each of two PCIDs has <see cref="Page"/> and <see cref="Elsewhere"/>, and one page is global.</summary>
    private static UnitUnderTest Filled(CpuModel? model = null)
    {
        var cpu = new UnitUnderTest(model);
        cpu.Tables.Map(Elsewhere);
        cpu.Tables.Map(Global);
        var place = cpu.Arena.TableAt<Pt>(cpu.Pde.Value.TableAddress).At(Global);
        place.Value = place.Value.With(Pte.Global);
        foreach (var pcid in new[] { 1, 2 })
        {
            cpu.Unit.WriteCr3(cpu.Tables.Root, pcid, keeps: true);
            cpu.Read();
            cpu.Read(Elsewhere);
        }

        cpu.Read(Global);
        return cpu;
    }

    /// <summary>What is left: P a page, T a paging-structure entry; of the page, of the other, or global; by PCID.</summary>
    private static string Left(UnitUnderTest cpu) => string.Join(' ', cpu.Unit.Contents
        .Select(one => one.Tag.IsGlobal ? "global"
            : $"{(one.Tag.IsTable ? 'T' : 'P')}{one.Tag.Pcid}{(one.Tag.Start + (1UL << TlbTag.ShiftOf(one.Tag.Kind)) > Elsewhere ? "e" : "p")}")
        .Distinct().Order(StringComparer.Ordinal));

    // The PML4E of both pages is one entry; it spans Elsewhere, and so counts as e.
    private const string All = "P1e P1p P2e P2p T1e T1p T2e T2p global";

    [Fact]
    public void Everything_is_there_to_begin_with()
    {
        using var cpu = Filled();
        Assert.Equal(All, Left(cpu));
        // A global translation serves any PCID.
        cpu.Unit.WriteCr3(cpu.Tables.Root, 3, keeps: true);
        Assert.Equal(TranslationEnd.L1Hit, cpu.Read(Global).End);
    }

    [Fact]
    public void Invlpg_drops_the_page_and_all_paging_structure_entries_of_the_pcid()
    {
        using var cpu = Filled();
        cpu.Unit.Invlpg(Page);
        Assert.Equal("P1e P1p P2e T1e T1p global", Left(cpu));
        cpu.Unit.Invlpg(Global);
        Assert.Equal("P1e P1p P2e T1e T1p", Left(cpu));
    }

    [Fact]
    public void Invlpg_with_AMDs_TCE_drops_only_what_leads_to_the_address()
    {
        using var cpu = Filled(CpuModels.Zen3);
        cpu.Unit.State = cpu.Unit.State with { TranslationCacheExtension = true };
        cpu.Unit.Invlpg(Page);
        Assert.Equal("P1e P1p P2e T1e T1p T2e global", Left(cpu));
        cpu.Unit.State = cpu.Unit.State with { TranslationCacheExtension = false };
        cpu.Unit.Invlpg(Page);
        Assert.Equal("P1e P1p P2e T1e T1p global", Left(cpu));
    }

    [Fact]
    public void Invlpg_drops_a_large_page_by_any_address_in_it()
    {
        using var cpu = new UnitUnderTest(kind: TlbEntryKind.Page2M);
        cpu.Read();
        cpu.Unit.Invlpg(Page + (Pmd.Span / 2));
        Assert.Equal(0, cpu.Cached(TlbEntryKind.Page2M));
    }

    [Theory]
    [InlineData(InvpcidType.IndividualAddress, "P1e P2e P2p T1e T2e T2p global")]
    [InlineData(InvpcidType.SingleContext, "P2e P2p T2e T2p global")]
    [InlineData(InvpcidType.AllContexts, "global")]
    [InlineData(InvpcidType.AllContextsWithGlobal, "")]
    public void Invpcid(InvpcidType type, string left)
    {
        using var cpu = Filled();
        cpu.Unit.Invpcid(type, pcid: 1, Page);
        Assert.Equal(left, Left(cpu));
    }

    [Fact]
    public void Invpcid_of_an_address_leaves_its_global_translation()
    {
        using var cpu = Filled();
        cpu.Unit.Invpcid(InvpcidType.IndividualAddress, 2, Global);
        Assert.Contains("global", Left(cpu), StringComparison.Ordinal);
    }

    [Fact]
    public void A_CR3_write_drops_the_new_pcid_unless_bit_63_keeps_it()
    {
        using var cpu = Filled();
        cpu.Unit.WriteCr3(cpu.Tables.Root, 1, keeps: true);
        Assert.Equal(All, Left(cpu));
        cpu.Unit.WriteCr3(cpu.Tables.Root, 1, keeps: false);
        Assert.Equal("P2e P2p T2e T2p global", Left(cpu));
    }

    [Fact]
    public void Without_pcids_a_CR3_write_drops_all_but_global()
    {
        using var cpu = new UnitUnderTest();
        cpu.Unit.WriteCr4(cpu.Unit.State with { Pcids = false });
        cpu.Read();
        cpu.Unit.WriteCr3(cpu.Tables.Root, 0, keeps: false);
        Assert.Empty(cpu.Unit.Contents);
        Assert.Throws<EnsureException>(() => cpu.Unit.WriteCr3(cpu.Tables.Root, 5, keeps: false));
    }

    [Fact]
    public void A_CR4_write_that_turns_global_pages_off_drops_everything()
    {
        using var cpu = Filled();
        cpu.Unit.WriteCr4(cpu.Unit.State with { ProtectionKeys = true });
        Assert.Equal(All, Left(cpu));
        cpu.Unit.WriteCr4(cpu.Unit.State with { GlobalPages = false });
        Assert.Empty(cpu.Unit.Contents);
    }

    [Fact]
    public void Invlpgb_drops_by_its_bits()
    {
        Assert.Equal("P1e P2e P2p T2e T2p global", After(new() { Address = Page, Pcid = 1 }));
        Assert.Equal("P1e P2e P2p T1e T1p T2e T2p global", After(new() { Address = Page, Pcid = 1, FinalOnly = true }));
        Assert.Equal("P1e P2e global", After(new() { Address = Page }));
        Assert.Equal("P1e P2e T1e T1p T2e T2p", After(new() { Address = Page, Pages = 2, FinalOnly = true, IncludeGlobal = true }));
        Assert.Equal("P2e P2p T2e T2p global", After(new() { Pcid = 1 }));
        Assert.Equal("global", After(new()));
        Assert.Equal("", After(new() { IncludeGlobal = true }));
        Assert.Equal("P1e P2e P2p T1e T2e T2p global", After(new() { Address = Page, Pcid = 1 }, hasTce: true));
    }

    [Fact]
    public void Invlpgbs_stride_is_4K_or_2M()
    {
        Assert.Equal([Page, Page + Pt.Span, Page + (2 * Pt.Span)], new Invlpgb { Address = Page, Pages = 3 }.Addresses);
        Assert.Equal([Page, Page + Pmd.Span], new Invlpgb { Address = Page, Pages = 2, IsStride2M = true }.Addresses);
        // 2 * 512 strides of 2M reach Elsewhere, 2G on.
        Assert.Equal("P2e P2p T1e T1p T2e T2p global", After(new() { Address = Page, Pages = 1025, IsStride2M = true, Pcid = 1, FinalOnly = true }));
    }

    [Fact]
    public void Another_CPU_need_not_drop_before_tlbsync()
    {
        using var here = Filled(CpuModels.Zen4);
        using var there = Filled(CpuModels.Zen4);
        var broadcast = new TlbBroadcast([here.Unit, there.Unit]);
        broadcast.Invlpgb(0, new() { Pcid = 1 });
        Assert.Equal(("P2e P2p T2e T2p global", All, 1), (Left(here), Left(there), broadcast.Pending));
        broadcast.TlbSync(1);
        Assert.Equal(All, Left(there));
        broadcast.TlbSync(0);
        Assert.Equal(("P2e P2p T2e T2p global", 0), (Left(there), broadcast.Pending));
    }

    private static string After(Invlpgb what, bool hasTce = false)
    {
        using var cpu = Filled(CpuModels.Zen4);
        cpu.Unit.State = cpu.Unit.State with { TranslationCacheExtension = hasTce };
        cpu.Unit.Apply(what);
        return Left(cpu);
    }
}
