using System.CommandLine;
using System.Text;
using Emulator.Costs;
using Emulator.Reports;

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
            Description = "What was measured, if it does not come with the profile: the file that ptemu calibrate wrote beside it",
            HelpName = "NAME.jsonl",
        };
        var command = new Command("plots", "Draw cost against tables, sharers and CPUs, with what was measured over the model")
        {
            profile, set, measured, folder,
        };
        command.SetAction(parsed =>
        {
            var costs = Options.ProfileOf(parsed, profile, set);
            var points = parsed.GetValue(measured) is { } path ? Points(CalibrateCommand.Read(path)) : ProfileFiles.MeasuredOf(costs);
            var output = new OutputFolder(parsed.GetRequiredValue(folder));
            Write("tables.svg", () => CostPlots.Tables(costs, points));
            if (points.Count > 0) Write("sharers.svg", () => CostPlots.Sharers(costs, points));
            Write("cpus.svg", () => CostPlots.Cpus(costs, StormMachine.All[0]));
            return ExitStatus.Done;

            void Write(string name, Func<string> draw)
            {
                terminal.Progress(name);
                var svg = draw();
                terminal.Output.WriteLine(output.Write(name, stream => stream.Write(Encoding.UTF8.GetBytes(svg))));
            }
        });
        return command;
    }

    private static IReadOnlyList<Observation> Points(ObservationFile file) => [.. file.Calibration, .. file.HeldOut];
}
