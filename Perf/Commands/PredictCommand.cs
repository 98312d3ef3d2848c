using System.CommandLine;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Native;
using Emulator.Reports;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Perf.Commands;

/// <summary><c>ptemu predict TRACE...</c>: what each statement takes by a cost profile, and which functions take it.</summary>
internal static class PredictCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var kernel = Options.Kernel();
        var profile = Options.Profile();
        var set = Options.Set();
        var json = Options.Json();
        var command = new Command("predict", "Say what each statement takes by a cost profile, between what it should be, and in which functions")
        {
            traces, kernel, profile, set, json,
        };
        command.SetAction(parsed => Run(
            TraceFiles.Read(parsed.GetRequiredValue(traces), terminal),
            TraceFiles.Release(parsed.GetRequiredValue(kernel)),
            Options.ProfileOf(parsed, profile, set, terminal),
            parsed.GetValue(json),
            terminal));
        return command;
    }

    private static int Run(
        IReadOnlyList<Trace> traces, KernelRelease release, CostProfile profile, bool isJson, Terminal terminal)
    {
        Func<Prediction, string?, string> print = isJson ? PredictionJson.Of : PredictionText.Of;
        foreach (var trace in traces) TracePreconditions.Check(trace, HostMemory.Available());
        var isStuck = false;
        foreach (var trace in traces)
        {
            terminal.Progress($"{trace.Path} at {release.Name}");
            foreach (var prediction in Prediction.Of(trace, release, profile))
            {
                terminal.Output.WriteLine(print(prediction, traces.Count > 1 ? trace.Path : null));
                isStuck |= prediction.Answer.Outcome.Deadlock is not null;
            }
        }

        if (!isJson) terminal.Output.WriteLine(PredictionText.Note(profile));
        terminal.EndProgress();
        return isStuck ? ExitStatus.CheckFailed : ExitStatus.Done;
    }
}
