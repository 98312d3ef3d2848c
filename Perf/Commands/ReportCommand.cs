using System.CommandLine;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;
using Emulator.Walks;
using Perf.Cli;
using Perf.Plots;

namespace Perf.Commands;

/// <summary><c>ptemu report TRACE... -o report.html</c>: all that is known of traces, on one page that needs nothing else.</summary>
internal static class ReportCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var before = new Option<string>("--base") { Description = "The walk before (ptemu walks)", DefaultValueFactory = _ => "v5-patch", HelpName = "WALK" };
        var after = new Option<string>("--head") { Description = "The walk after", DefaultValueFactory = _ => "6.19", HelpName = "WALK" };
        var file = new Option<string>("--out", "-o") { Description = "The page", DefaultValueFactory = _ => "out/report.html", HelpName = "FILE.html" };
        var costOptions = new CostOptions();
        var plots = new Option<bool>("--no-plots") { Description = "Leave the plots of costs out, which are the same for all traces" };
        var command = new Command("report", "Write one page: tables, flame graphs and their difference, checks, plots, the text for a mail")
        {
            traces, before, after, file, plots,
        };
        costOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var walks = (TraceFiles.Walk(parsed.GetRequiredValue(before)), TraceFiles.Walk(parsed.GetRequiredValue(after)));
            var costs = costOptions.Of(parsed, LinuxKernels.Default, terminal);
            var comparisons = TraceFiles.Comparisons(parsed.GetRequiredValue(traces), LinuxKernels.Default, terminal, costs);
            var path = parsed.GetRequiredValue(file);
            // A path that can't be written is found before the work.
            _ = OutputFile.FolderOf(path);
            var told = comparisons.Select(comparison => Tell(comparison, walks.Item1, walks.Item2, costs.Given, terminal)).ToList();
            var pictures = parsed.GetValue(plots) ? [] : Plots(costs.Profile, costs.ProfileName, terminal);
            OutputFile.Write(path, new ReportPage(HostMachine.Describe(), costs.Profile, costs.Description, LinuxKernels.Default.Name).Of(told, pictures));
            terminal.Output.WriteLine(path);
            return told.Any(one => one.Findings.Count > 0) ? ExitStatus.CheckFailed : ExitStatus.Done;
        });
        return command;
    }

    private static ReportTrace Tell(WalkComparison comparison, UnshareWalk before, UnshareWalk after, string options, Terminal terminal)
    {
        var trace = comparison.Trace;
        terminal.Progress($"{trace.Path}: {WalkCatalog.All.Count} walks");
        var rows = WalkCatalog.All.Select(comparison.Count).ToList();
        var (first, second) = (rows.First(row => row.Walk.Name == before.Name), rows.First(row => row.Walk.Name == after.Name));
        terminal.Progress($"{trace.Path}: checks");
        return new(
            trace, rows, first, second, Findings(trace), MailReport.Of(trace, first, second, options, HostMachine.Describe(), HostMachine.Version()));
    }

    /// <summary>The default release's findings, as <c>run --check</c> finds them.</summary>
    private static List<string> Findings(Trace trace)
    {
        using var run = new TraceRun(trace, LinuxKernels.Default, isChecked: true);
        return [.. run.Answers().SelectMany(
            answer => answer.Violations.Select(violation => ViolationReport.Of(trace.Path, answer.Statement, violation, run.Machine)))];
    }

    private static List<(string, string)> Plots(CostProfile profile, string name, Terminal terminal)
    {
        terminal.Progress("plots");
        var measured = ProfileFiles.MeasuredOf(profile, name);
        List<(string Caption, CostPlot Plot)> plots =
        [
            ($"Cost against tables: {profile.Name}", CostPlots.Tables(profile, measured)),
            .. measured is null ? Array.Empty<(string, CostPlot)>() : [("Measured by the model, against sharers", CostPlots.Sharers(profile, measured))],
            ("Time against CPUs: simulated", CostPlots.Cpus(profile, StormMachine.All[0])),
        ];
        return [.. plots.Where(one => one.Plot.Lines.Count > 0).Select(one => (one.Caption, PlotPicture.Svg(one.Plot)))];
    }
}
