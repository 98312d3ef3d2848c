using Emulator.Native;
using Emulator.Probes;
using Emulator.Tlb;

namespace Tests.Kernels;

/// <summary>What a CPU holds of a mm: fills, INVLPG, full flushes, and the bound on how much.</summary>
public class TlbContentsTests
{
    private static readonly Pte Leaf = Pte.ForPage<Pmd>(new(1UL << 44), canWrite: true, canExecute: false);
    private static readonly Pte Table = Pte.ForTable(new(4096));

    private readonly TlbContents _tlb = new();

    [Fact]
    public void A_fill_holds_the_leaf_and_the_entry_that_names_its_table()
    {
        Fill(0, 1, "8G+4M+4K");
        Assert.Equal([new(At("8G+4M"), 21, false, Leaf), new CachedTranslation(At("8G"), 30, true, Table)], Held(0, 1));
        Assert.Empty(Held(1, 1));
        Assert.Empty(Held(0, 2));
    }

    [Fact]
    public void A_1G_leaf_has_no_table_above_it_in_the_cache()
    {
        var leaf = Pte.ForPage<Pud>(new(1UL << 44), canWrite: true, canExecute: false);
        _tlb.Fill(0, 1, At("8G+4M"), 30, leaf, Pte.None);
        Assert.Equal([new(At("8G"), 30, false, leaf)], Held(0, 1));
    }

    /// <summary>INVLPG drops all paging-structure entries of the PCID, whatever the address (SDM 4.10.4.1), and its page's leaf.</summary>
    [Fact]
    public void A_flush_of_a_range_keeps_the_leaves_beside_it_and_no_walk_cache_entry()
    {
        foreach (var address in (string[])["8G", "8G+2M", "8G+4M", "16G"]) Fill(0, 1, address);
        _tlb.Flush(0, 1, new(new(At("8G+2M"), At("8G+4M")), Pmd.Shift, IsFull: false));
        Assert.Equal(
            ["16G..16G+2M", "8G+4M..8G+6M", "8G..8G+2M"],
            Held(0, 1).Select(one => one.Range.ToString()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Held(0, 1), one => one.IsTable);
    }

    /// <summary>AMD with EFER.TCE: only the way to the addresses goes. Of leaves alone, none.</summary>
    [Theory]
    [InlineData(KeptTables.None, "")]
    [InlineData(KeptTables.Elsewhere, "16G")]
    [InlineData(KeptTables.All, "16G 8G")]
    public void What_else_leads_somewhere_stays_where_the_cpu_keeps_it(KeptTables keeps, string tables)
    {
        Fill(0, 1, "8G");
        Fill(0, 1, "16G");
        _tlb.Flush(0, 1, new(new(At("8G+2M"), At("8G+4M")), Pmd.Shift, IsFull: false, keeps));
        var left = Held(0, 1).Where(one => one.IsTable).Select(one => $"{one.Start}").Order(StringComparer.Ordinal);
        Assert.Equal(tables, string.Join(' ', left));
        Assert.Equal(2, Held(0, 1).Count(one => !one.IsTable));
    }

    [Fact]
    public void A_full_flush_is_of_one_mm_on_one_cpu_and_a_mm_that_is_gone_is_gone_everywhere()
    {
        foreach (var (cpu, mm) in new[] { (0, 1), (0, 2), (1, 1), (1, 2) }) Fill(cpu, mm, "8G");
        _tlb.Flush(0, 1, TlbFlush.Everything);
        Assert.Equal([(0, 2), (1, 1), (1, 2)], _tlb.All.Select(held => (held.Cpu, held.Mm)));
        _tlb.Forget(2);
        Assert.Equal([(1, 1)], _tlb.All.Select(held => (held.Cpu, held.Mm)));
    }

    [Fact]
    public void The_newest_translation_of_a_page_is_held()
    {
        Fill(0, 1, "8G");
        _tlb.Fill(0, 1, At("8G"), 21, Leaf.Without(Pte.Write), Table);
        Assert.Equal([Leaf.Without(Pte.Write)], Held(0, 1).Where(one => !one.IsTable).Select(one => one.Entry));
    }

    [Fact]
    public void Beyond_the_bound_the_oldest_goes()
    {
        for (var page = 0UL; page <= TlbContents.EntriesMax; page++) _tlb.Fill(0, 1, new(page << 21), 21, Leaf, Pte.None);
        var held = Held(0, 1).Select(one => one.Start.Slot<Pmd>()).ToHashSet();
        Assert.InRange(held.Count, TlbContents.EntriesMax / 2, TlbContents.EntriesMax);
        Assert.DoesNotContain(0UL, held);
        for (var page = (ulong)TlbContents.EntriesMax; page > TlbContents.EntriesMax / 2; page--) Assert.Contains(page, held);
    }

    /// <summary>Entries that were flushed don't count towards the bound: one page that comes and goes pushes out no other.</summary>
    [Fact]
    public void Flushed_entries_take_no_room()
    {
        Fill(0, 1, "16G");
        var page = new AddrRange(At("8G"), At("8G+2M"));
        for (var i = 0; i <= TlbContents.EntriesMax; i++)
        {
            _tlb.Fill(0, 1, page.Start, 21, Leaf, Pte.None);
            _tlb.Flush(0, 1, new(page, Pmd.Shift, IsFull: false));
        }

        Assert.Equal(["16G..16G+2M"], Held(0, 1).Select(one => one.Range.ToString()));
    }

    private static VirtAddr At(string address) => VirtAddr.Zero + ByteSize.Parse(address);

    private void Fill(int cpu, int mm, string address) => _tlb.Fill(cpu, mm, At(address), 21, Leaf, Table);

    private IEnumerable<CachedTranslation> Held(int cpu, int mm) =>
        _tlb.All.Where(held => (held.Cpu, held.Mm) == (cpu, mm)).SelectMany(held => held.Held);
}
