using System.CommandLine;
using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Emulator.Walks;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu compare TRACE...</c>: every walk over the same state, or two of them in the form of a mail.</summary>
internal static class CompareCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var split = Options.Split();
        var json = Options.Json();
        var noTime = Options.NoTime();
        var costOptions = new CostOptions(ProfileFiles.Provisional);
        var file = new Option<string?>("--walk") { Description = "Compile a walk of your own and compare it too", HelpName = "FILE.cs" };
        var baseName = new Option<string?>("--base") { Description = "The walk before; with --head: the mail's form", HelpName = "WALK" };
        var headName = new Option<string?>("--head") { Description = "The walk after", HelpName = "WALK" };
        var command = new Command("compare", "Run every walk, with its own flush and sync, on the same state")
            { traces, split, file, baseName, headName, json, noTime };
        costOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var own = parsed.GetValue(file) is { } path ? WalkCompiler.Load(path) : null;
            if (parsed.GetValue(baseName) is null != parsed.GetValue(headName) is null) throw new BadInputException("--base and --head go together");
            var splitName = parsed.GetValue(split);
            var linux = TraceFiles.ComparedUnder(splitName);
            var walks = parsed.GetValue(baseName) is { } before
                ? [TraceFiles.Walk(before), TraceFiles.Walk(parsed.GetValue(headName)!)]
                : WalkCatalog.All;
            var budget = parsed.GetValue(noTime) ? TimeSpan.Zero : Options.MeasureEach;
            var costs = costOptions.Of(parsed, linux, terminal);
            var mailOptions = costs.Given + (splitName is null ? "" : $" --split={splitName}")
                + (own is null ? "" : $" --walk {MailReport.Quoted(own.Path)}");
            var hasViolation = false;
            foreach (var comparison in TraceFiles.Comparisons(parsed.GetRequiredValue(traces), linux, terminal, costs))
            {
                var trace = comparison.Trace;
                var rows = Rows(comparison, walks, own, budget, terminal);
                if (parsed.GetValue(json)) PrintJson(trace, rows, terminal);
                else if (parsed.GetValue(baseName) is not null) terminal.Output.Write(MailText(trace, rows, mailOptions));
                else terminal.Output.Write(TableText(trace, rows, costs.Description));
                hasViolation |= rows.Any(row => row.Violations.Count > 0);
            }

            return hasViolation ? ExitStatus.CheckFailed : ExitStatus.Done;
        });
        return command;
    }

    private static WalkRow[] Rows(
        WalkComparison comparison, IReadOnlyList<UnshareWalk> walks, WalkFile? own, TimeSpan budget, Terminal terminal)
    {
        terminal.Progress($"{comparison.Trace.Path}: {walks.Count} walks");
        var rows = new WalkRow[walks.Count];
        foreach (var (i, walk) in walks.Index()) rows[i] = WalkFile.Guard(own, walk, () => comparison.Count(walk));
        if (budget > TimeSpan.Zero)
        {
            var times = WalkFile.Guard(own, () => comparison.Measure(walks, budget));
            for (var i = 0; i < walks.Count; i++) rows[i] = rows[i] with { Time = times[i] };
        }

        terminal.EndProgress();
        return rows;
    }

    private static void PrintJson(Trace trace, IEnumerable<WalkRow> rows, Terminal terminal)
    {
        foreach (var row in rows) terminal.Output.WriteLine(JsonRow.Of(row, trace.Path));
    }

    private static string TableText(Trace trace, WalkRow[] rows, string costs)
    {
        var table = ComparisonTable.Of(rows, [new("IPIs", [.. rows.Select(row => row.Ipis)])], "");
        return $"{trace.Path}, {trace.Machine.Cpus} CPUs\n{table}{ComparisonNotes.Of(rows)}\n{ModelTimeTable.Of(rows, costs)}"
            + (rows[0].Consumers.Count > 0 ? $"\n{ConsumerTimeTable.Of(rows)}\n" : "\n");
    }

    private static string MailText(Trace trace, WalkRow[] rows, string options) =>
        MailReport.Of(trace, rows[0], rows[1], options, HostMachine.Describe(), HostMachine.Version());
}
