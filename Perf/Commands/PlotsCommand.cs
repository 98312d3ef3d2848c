using System.CommandLine;
using System.Text;
using Emulator.Costs;
using Emulator.Reports;
using Perf.Cli;
using Perf.Plots;

namespace Perf.Commands;

/// <summary><c>ptemu plots</c>: costs as pictures, with what was measured drawn over the model.</summary>
internal static class PlotsCommand
{
    internal static Command Create(Terminal terminal)
    {
        var profile = Options.Profile();
        var set = Options.Set();
        var folder = Options.Folder();
        var measured = new Option<string?>("--measured")
        {
            Description = "What was measured, if neither it comes with the profile nor lies beside it as NAME.jsonl: a file that ptemu calibrate wrote",
            HelpName = "NAME.jsonl",
        };
        var format = new Option<string?>("--format") { Description = "Files of this kind only; otherwise of both", HelpName = "svg|png" };
        format.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("svg" or "png") and var word }]) result.AddError($"there is no format '{word}'; expected svg or png");
        });
        var command = new Command("plots", "Draw cost against tables, sharers and CPUs, with what was measured over the model")
        {
            profile, set, measured, format, folder,
        };
        command.SetAction(parsed =>
        {
            var costs = Options.ProfileOf(parsed, profile, set, terminal);
            var points = parsed.GetValue(measured) is { } path
                ? CalibrateCommand.Read(path)
                : ProfileFiles.MeasuredOf(costs, parsed.GetRequiredValue(profile));
            var output = new OutputFolder(parsed.GetRequiredValue(folder));
            var only = parsed.GetValue(format);
            // All are drawn before the first is written: what can't be drawn leaves none.
            var files = new List<(string Name, byte[] Content)>();
            Draw("tables", () => CostPlots.Tables(costs, points));
            if (points is not null) Draw("sharers", () => CostPlots.Sharers(costs, points));
            Draw("cpus", () => CostPlots.Cpus(costs, StormMachine.All[0]));
            foreach (var (name, content) in files) terminal.Output.WriteLine(output.Write(name, stream => stream.Write(content)));
            return ExitStatus.Done;

            void Draw(string name, Func<CostPlot> describe)
            {
                terminal.Progress(name);
                var plot = describe();
                if (only != "png") files.Add(($"{name}.svg", Encoding.UTF8.GetBytes(PlotPicture.Svg(plot))));
                if (only != "svg") files.Add(($"{name}.png", PlotPicture.Png(plot)));
            }
        });
        return command;
    }
}
