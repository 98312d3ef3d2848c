using System.CommandLine;
using Emulator.Costs;
using Emulator.Kernel;
using Emulator.Reports;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu predict TRACE...</c>: what each statement takes by a cost profile, and which functions take it.</summary>
internal static class PredictCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var kernel = Options.Kernel();
        var costs = new CostOptions();
        var json = Options.Json();
        var command = new Command("predict", "Say what each statement takes by a cost profile, between what it should be, and in which functions")
        {
            traces, kernel, json,
        };
        costs.AddTo(command);
        command.SetAction(parsed =>
        {
            var linux = TraceFiles.Kernel(parsed.GetRequiredValue(kernel));
            var (made, isJson) = (costs.Of(parsed, linux, terminal), parsed.GetValue(json));
            Func<Prediction, string?, string> print = isJson ? PredictionJson.Of : PredictionText.Of;
            var status = RunCommand.Run(
                TraceFiles.ReadToRun(parsed.GetRequiredValue(traces), terminal),
                linux,
                made,
                new(WithMaps: false, IsChecked: false, Severity.Usable, (answer, path) => print(Prediction.Of(answer, made.Profile), path)),
                terminal);
            if (!isJson) terminal.Output.WriteLine(PredictionText.Note(made.Profile, [.. made.Consumers.Select(one => one.Name)]));
            return status;
        });
        return command;
    }
}
