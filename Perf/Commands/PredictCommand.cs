using System.CommandLine;
using Emulator.Costs;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;
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
            var release = TraceFiles.Release(parsed.GetRequiredValue(kernel));
            return Run(
                TraceFiles.Read(parsed.GetRequiredValue(traces), terminal),
                release,
                costs.Of(parsed, release, terminal),
                parsed.GetValue(json),
                terminal);
        });
        return command;
    }

    private static int Run(IReadOnlyList<Trace> traces, KernelRelease release, ModelCosts costs, bool isJson, Terminal terminal)
    {
        Func<Prediction, string?, string> print = isJson ? PredictionJson.Of : PredictionText.Of;
        foreach (var trace in traces) TracePreconditions.Check(trace, HostMemory.Available());
        var isStuck = false;
        foreach (var trace in traces)
        {
            terminal.Progress($"{trace.Path} at {release.Name}");
            foreach (var prediction in Prediction.Of(trace, release, costs.Profile, costs.Consumers))
            {
                terminal.Output.WriteLine(print(prediction, traces.Count > 1 ? trace.Path : null));
                isStuck |= prediction.Answer.Outcome.Deadlock is not null;
            }
        }

        if (!isJson) terminal.Output.WriteLine(PredictionText.Note(costs.Profile, [.. costs.Consumers.Select(one => one.Name)]));
        terminal.EndProgress();
        return isStuck ? ExitStatus.CheckFailed : ExitStatus.Done;
    }
}
