using System.Globalization;
using System.Text;
using System.Text.Json;
using Emulator.Scenarios;
using Emulator.Tlb;

namespace Emulator.Reports;

/// <summary>What a trace's statements did in the TLBs of real CPUs, for a person or as JSON: each one, and all.</summary>
public static class HardwareReport
{
    public static string Text(HardwareAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var text = new StringBuilder($"{answer.Statement.Line}: {answer.Statement.Text}\n");
        if (answer.Outcome.Result != "0") Line(text, "result", answer.Outcome.Result);
        Lines(text, answer.Did);
        return text.ToString().TrimEnd('\n');
    }

    /// <param name="cpus">CPUs that ran something.</param>
    public static string TotalText(CpuModel model, string release, int cpus, HardwareCounts all)
    {
        ArgumentNullException.ThrowIfNull(model);
        var text = new StringBuilder($"in all, on {cpus} of {model.Title} at {release}\n");
        Lines(text, all);
        return text.ToString().TrimEnd('\n');
    }

    public static string Json(HardwareAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return JsonSerializer.Serialize(Object(answer.Did, new()
        {
            ["line"] = answer.Statement.Line,
            ["statement"] = answer.Statement.Text,
            ["result"] = answer.Outcome.Result,
        }));
    }

    public static string TotalJson(CpuModel model, string release, int cpus, HardwareCounts all)
    {
        ArgumentNullException.ThrowIfNull(model);
        return JsonSerializer.Serialize(Object(all, new() { ["cpu"] = model.Name, ["kernel"] = release, ["cpus"] = cpus }));
    }

    private static Dictionary<string, object> Object(HardwareCounts did, Dictionary<string, object> json)
    {
        foreach (var (name, count) in Numbers(did)) json[name] = count;
        json["invalidations"] = did.Invalidations.ToDictionary(
            one => Word(one.Cause),
            one => new { times = one.Count.Times, translations = one.Count.Translations, tables = one.Count.Tables, refills = one.Count.Refills });
        return json;
    }

    private static (string Name, long Count)[] Numbers(HardwareCounts did) =>
    [
        ("accesses", did.Tlb.Accesses), ("l1_hits", did.Tlb.L1Hits), ("l2_hits", did.Tlb.L2Hits), ("walks", did.Tlb.Walks),
        ("page_faults", did.Tlb.PageFaults), ("walk_references", did.Tlb.References), ("from_pde", did.Tlb.FromPde),
        ("from_pdpte", did.Tlb.FromPdpte), ("from_pml4e", did.Tlb.FromPml4e), ("from_pml5e", did.Tlb.FromPml5e), ("from_cr3", did.Tlb.FromCr3),
        ("dirty_walks", did.Tlb.DirtyWalks), ("stale_hits", did.StaleHits), ("switches", did.Switches),
    ];

    private static void Lines(StringBuilder text, HardwareCounts did)
    {
        var tlb = did.Tlb;
        if (tlb.Accesses > 0)
        {
            Line(
                text, "accesses",
                $"{tlb.Accesses}: {tlb.L1Hits} L1 hits, {tlb.L2Hits} L2 hits, {tlb.Walks} walks, {tlb.PageFaults} faults; {tlb.References} entries read");
        }

        if (did.StaleHits > 0) Line(text, "stale", $"{did.StaleHits} accesses by what the tables do not have any more");
        if (did.Switches > 0) Line(text, "switches", $"{did.Switches}");
        foreach (var (cause, count) in did.Invalidations.Where(one => one.Count.Times > 0))
        {
            Line(text, Name(cause), $"{count.Times}: dropped {count.Translations} translations, {count.Tables} paging-structure entries");
        }

        var refills = did.Invalidations.Where(one => one.Count.Refills > 0).Select(one => $"{one.Count.Refills} after {Name(one.Cause)}").ToList();
        if (refills.Count > 0) Line(text, "refills", string.Join(", ", refills));
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"    {name,-11} {value}\n");

    private static string Name(InvalidationCause cause) => cause switch
    {
        InvalidationCause.Invlpg => "INVLPG",
        InvalidationCause.Cr3Flush => "CR3 flush",
        InvalidationCause.Cr3Switch => "CR3 switch",
        _ => "INVLPGB",
    };

    private static string Word(InvalidationCause cause) => Name(cause).ToLowerInvariant().Replace(' ', '_');
}
