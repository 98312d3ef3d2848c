using System.CommandLine;
using System.Text.Json;
using Emulator.Reports;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu tlb --sweep</c>: working sets that grow, in the TLBs of each CPU.</summary>
internal sealed class TlbSweepMode(TlbCpuOptions cpu, TlbMemoryOptions memory) : ITlbMode
{
    internal Option<bool> Asked { get; } = new("--sweep")
    { Description = "Where each level's hits break off as the working set grows, by preset" };

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(Asked);

    public int Run(ParseResult parsed, bool isJson, Terminal terminal)
    {
        var (models, kind) = (cpu.Selected(parsed), memory.KindOf(parsed));
        var sweeps = models.Select(model => (model, kind, TlbSweep.Of(model, kind))).ToList();
        if (!isJson)
        {
            terminal.Output.Write(TlbReport.SweepTable(sweeps));
            return ExitStatus.Done;
        }

        foreach (var (model, _, points) in sweeps)
        {
            foreach (var point in points)
            {
                terminal.Output.WriteLine(JsonSerializer.Serialize(new
                {
                    cpu = model.Name,
                    pages = point.Pages,
                    l1_hits = point.Counts.L1Hits,
                    l2_hits = point.Counts.L2Hits,
                    walks = point.Counts.Walks,
                    walk_references = point.Counts.References,
                }));
            }
        }

        return ExitStatus.Done;
    }
}
