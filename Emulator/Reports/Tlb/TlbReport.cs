using System.Text;
using System.Text.Json;
using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Reports;

/// <summary>What accesses did in a CPU's TLBs: as text, or as one line of JSON.</summary>
public static class TlbReport
{
    public static string Text(CpuModel model, string what, TlbCounts counts, long pages)
    {
        var table = new TextTable(24, 14, 10);
        void Row(string name, long count) =>
            table.Add(name, $"{count}", counts.Accesses == 0 ? "-" : $"{100.0 * count / counts.Accesses:0.000} %");
        Row("accesses", counts.Accesses);
        Row("L1 hits", counts.L1Hits);
        Row("L2 hits", counts.L2Hits);
        Row("walks", counts.Walks);
        Row("page faults", counts.PageFaults);
        Row("not canonical", counts.GeneralProtections);
        Row("entries read by walks", counts.References);
        Row("walks from a PDE", counts.FromPde);
        Row("walks from a PDPTE", counts.FromPdpte);
        Row("walks from a PML4E", counts.FromPml4e);
        Row("walks from a PML5E", counts.FromPml5e);
        Row("walks from CR3", counts.FromCr3);
        Row("walks to set D", counts.DirtyWalks);
        return new StringBuilder()
            .Append($"{what} on {model.Title}, {pages} pages; of all accesses:\n").Append(table).ToString();
    }

    public static string Json(CpuModel model, string what, TlbCounts counts, long pages) => JsonSerializer.Serialize(new
    {
        cpu = model.Name,
        what,
        pages,
        accesses = counts.Accesses,
        l1_hits = counts.L1Hits,
        l2_hits = counts.L2Hits,
        walks = counts.Walks,
        page_faults = counts.PageFaults,
        general_protections = counts.GeneralProtections,
        walk_references = counts.References,
        from_pde = counts.FromPde,
        from_pdpte = counts.FromPdpte,
        from_pml4e = counts.FromPml4e,
        from_pml5e = counts.FromPml5e,
        from_cr3 = counts.FromCr3,
        dirty_walks = counts.DirtyWalks,
    });

    /// <summary>The presets with the source of each number.</summary>
    public static string List(IEnumerable<CpuModel> models)
    {
        var text = new StringBuilder();
        foreach (var model in models)
        {
            text.Append($"{model.Name}: {model.Title}\n");
            foreach (var tlb in model.Tlbs)
            {
                var serves = tlb.ServesReads && tlb.ServesWrites ? "" : tlb.ServesReads ? " reads" : " writes";
                text.Append($"  L{tlb.Level}{serves} {Names(tlb.Holds)}: {tlb.Entries} entries ({tlb.Size})\n      {tlb.Source}\n");
            }

            foreach (var cache in model.WalkCaches) text.Append($"  {Names(cache.Holds)}: {cache.Entries} entries\n      {cache.Source}\n");
            if (model.HasPdesInL2) text.Append("  PDE: in the L2 TLB\n      SOG of Family 17h (WikiChip: Zen 2); that later ones do so too is assumed\n");
        }

        return text.ToString();
    }

    /// <summary>Where the hits of each level break off, beside the entries that are published.</summary>
    public static string SweepTable(IEnumerable<(CpuModel Model, TlbEntryKind Kind, IReadOnlyList<TlbSweepPoint> Points)> sweeps)
    {
        var table = new TextTable(16, 6, 10, 8, 10, 8);
        table.Add("cpu", "pages", "L1 entries", "L1 step", "L2 entries", "L2 step");
        foreach (var (model, kind, points) in sweeps)
        {
            var (l1, l2) = (model.EntriesOf(1, kind), model.EntriesOf(2, kind));
            table.Add(
                model.Name, Name(kind), $"{l1}", Step(points, point => point.L1HitShare),
                l2 == 0 ? "-" : $"{l2}", l2 == 0 ? "-" : Step(points, point => point.HitShare));
        }

        return table.ToString();
    }

    /// <summary>The largest working set of which everything hits.</summary>
    private static string Step(IEnumerable<TlbSweepPoint> points, Func<TlbSweepPoint, double> share) =>
        $"{points.TakeWhile(point => share(point) >= 1).Select(point => point.Pages).DefaultIfEmpty(0).Last()}";

    private static string Names(IEnumerable<TlbEntryKind> kinds) => string.Join("+", kinds.Select(Name));

    private static string Name(TlbEntryKind kind) => kind <= TlbEntryKind.Page1G ? $"{kind}"[4..] : $"{kind}".ToUpperInvariant();
}
