using System.CommandLine;
using Emulator.Accounting;
using Emulator.Experiments;
using Emulator.Reports;
using Emulator.Walks;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu</c> with no verb: the answer to the review.</summary>
internal static class SeedCommand
{
    internal static void AddTo(Command root, Terminal terminal)
    {
        var json = Options.Json();
        var folder = Options.Folder();
        var noTime = Options.NoTime();
        root.Add(json);
        root.Add(folder);
        root.Add(noTime);
        root.SetAction(parsed =>
        {
            var output = new OutputFolder(parsed.GetRequiredValue(folder));
            var report = new SeedReport(WalkCatalog.All)
            {
                MeasureFor = parsed.GetValue(noTime) ? null : Options.MeasureEach,
                OnProgress = (block, _) => ShowProgress(block, terminal),
            };
            if (parsed.GetValue(json)) PrintJson(report, terminal);
            else PrintText(report, terminal);
            WriteFlames(output, terminal);
            return ExitStatus.Done;
        });
    }

    private static void PrintText(SeedReport report, Terminal terminal)
    {
        var text = report.Text();
        terminal.Output.Write(text);
        if (report.MeasureFor is null) return;
        terminal.Output.WriteLine("this box: ptemu's own time for the walk, a median, not a kernel's:");
        terminal.Output.WriteLine(HostMachine.Describe().Replace("; ", "\n", StringComparison.Ordinal));
    }

    private static void PrintJson(SeedReport report, Terminal terminal)
    {
        foreach (var (i, state) in SeedState.All.Index())
        {
            ShowProgress(i, terminal);
            var block = report.Block(state);
            var path = SeedState.TraceOf(state.Main).Path;
            foreach (var (row, ipis) in block.Rows.Zip(block.IpisOfThree)) terminal.Output.WriteLine(JsonRow.Of(row, path, ipis));
        }
    }

    private static void ShowProgress(int block, Terminal terminal) =>
        terminal.Progress($"block {block + 1} of {SeedState.All.Count}: {SeedState.All[block].Title}");

    private static void WriteFlames(OutputFolder output, Terminal terminal)
    {
        var trace = SeedState.TraceOf(SeedState.All[0].Main);
        foreach (var name in (string[])["v5-patch", "6.19"])
        {
            var row = new WalkComparison(trace).Count(TraceFiles.Walk(name));
            var paths = FlameFiles.Write(output, row, ProvisionalProfile.Value, "seed", trace.Path);
            terminal.Error.WriteLine($"wrote {string.Join(", ", paths)}");
        }
    }
}
