using System.CommandLine;
using System.Text.Json;
using Emulator.Reports;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu tlb --list</c>: the CPUs whose TLBs are known.</summary>
internal sealed class TlbListMode : ITlbMode
{
    internal Option<bool> Asked { get; } = new("--list") { Description = "The presets, with the source of each number" };

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(Asked);

    public int Run(ParseResult parsed, bool isJson, Terminal terminal)
    {
        if (!isJson)
        {
            terminal.Output.Write(TlbReport.List(CpuModels.All));
            return ExitStatus.Done;
        }

        foreach (var model in CpuModels.All)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(new
            {
                cpu = model.Name,
                title = model.Title,
                tlbs = model.Tlbs.Select(tlb => new
                {
                    level = tlb.Level,
                    sets = tlb.Sets,
                    ways = tlb.Ways,
                    pages = tlb.Holds.Select(kind => $"{kind}"[4..]),
                    source = tlb.Source,
                }),
                walk_caches = model.WalkCaches.Select(cache => new
                {
                    entries = cache.Entries,
                    holds = cache.Holds.Select(kind => $"{kind}"),
                    source = cache.Source,
                }),
            }));
        }

        return ExitStatus.Done;
    }
}
