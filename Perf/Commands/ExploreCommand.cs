using System.CommandLine;
using Emulator.Explore;
using Emulator.Reports;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu explore TRACE</c>: every interleaving of the actors of a parallel block, up to the first violation.</summary>
internal static class ExploreCommand
{
    private const int SecondsDefault = 60;

    internal static Command Create(Terminal terminal)
    {
        var trace = new Argument<string>("TRACE") { Description = "A trace with a `parallel` block; - is standard input" };
        var kernel = Options.Kernel();
        var json = Options.Json();
        var seconds = new Option<int>("--seconds")
        {
            Description = "Give up after so long; then the exit status is 0 though not all was looked at (the text, and `complete`, say so)",
            DefaultValueFactory = _ => SecondsDefault,
        };
        seconds.Validators.Add(result => Options.InRange(result, 1, int.MaxValue));
        var whole = new Option<bool>("--no-reduction") { Description = "Branch at every step, also where nobody can tell the difference" };
        var strict = new Option<bool>("--strict") { Description = "Speculative findings count too" };
        var all = new Option<bool>("--all") { Description = "Go on after a violation, and list the different outcomes" };
        var output = new Option<string?>("-o") { Description = "Where to save the trace that replays what was found", HelpName = "FILE" };
        var command = new Command("explore", "Look at all interleavings of the actors of a parallel block, and show the first violation")
            { trace, kernel, json, seconds, whole, strict, all, output };
        command.SetAction(parsed =>
        {
            var read = TraceFiles.ReadToRun([parsed.GetRequiredValue(trace)], terminal)[0];
            var release = TraceFiles.Kernel(parsed.GetRequiredValue(kernel));
            var result = Explorer.Run(read, release, new()
            {
                TimeMax = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Reduces = !parsed.GetValue(whole),
                IsStrict = parsed.GetValue(strict),
                FindsAll = parsed.GetValue(all),
                Progress = terminal.Progress,
            });
            terminal.Output.Write(parsed.GetValue(json)
                ? ExploreReport.Json(read, release, result)
                : ExploreReport.Text(read, release, result));
            if (result.Schedule is not null && parsed.GetValue(output) is { } path) OutputFile.Write(path, ExploreReport.Replay(read, release, result));
            return result.Found is not null ? ExitStatus.CheckFailed : ExitStatus.Done;
        });
        return command;
    }
}
