using Emulator.Native;
using Emulator.Reports;
using Emulator.Tlb;
using Tests.Docs;

namespace Tests.Tlb.Hardware;

/// <summary>A working-set sweep shows the published sizes; the table and the picture in docs/ are what it gives now.</summary>
public class TlbSweepTests
{
    private static readonly Lazy<List<(CpuModel Model, TlbEntryKind Kind, IReadOnlyList<TlbSweepPoint> Points)>> Sweeps = new(() =>
        [.. from kind in new[] { TlbEntryKind.Page4K, TlbEntryKind.Page2M, TlbEntryKind.Page1G }
            from model in CpuModels.All
            select (model, kind, TlbSweep.Of(model, kind))]);

    [Fact]
    public void The_hits_of_each_level_break_off_where_its_entries_end() => Assert.All(Sweeps.Value, sweep =>
    {
        var (l1, l2) = (sweep.Model.EntriesOf(1, sweep.Kind), sweep.Model.EntriesOf(2, sweep.Kind));
        Assert.All(sweep.Points, point =>
        {
            Assert.Equal(point.Pages <= l1, point.L1HitShare >= 1);
            if (l2 <= l1) return;
            // Zen's PDEs take some of the second level's entries: a few sets are then too small.
            if (sweep.Model.HasPdesInL2 && point.Pages > l2 * 3 / 4 && point.Pages <= l2) Assert.InRange(point.HitShare, 0.9, 1);
            else Assert.Equal(point.Pages <= l2, point.HitShare >= 1);
        });
        Assert.All([l1, l1 + 1], pages => Assert.Contains(pages, sweep.Points.Select(point => point.Pages)));
    });

    [Fact]
    public void The_document_has_the_table() =>
        GeneratedBlock.Check("docs/tlb.md", "sweep", GeneratedBlock.Code(TlbReport.SweepTable(Sweeps.Value)));

    [Fact]
    public void The_document_has_the_presets() =>
        GeneratedBlock.Check("docs/tlb.md", "presets", GeneratedBlock.Code(TlbReport.List(CpuModels.All)));

    [Fact]
    public void The_picture_is_current()
    {
        using var text = new StringWriter();
        TlbSweepSvg.Write(
            TlbEntryKind.Page4K, [.. Sweeps.Value.Where(sweep => sweep.Kind == TlbEntryKind.Page4K).Select(sweep => (sweep.Model, sweep.Points))], text);
        Golden.Check(Path.Combine(Repository.Root, "docs/tlb-sweep.svg"), text.ToString());
    }
}
