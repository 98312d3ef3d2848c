using System.CommandLine;
using Emulator.Explore;
using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu run TRACE...</c>: what a release does, statement by statement.</summary>
internal static class RunCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var kernel = Options.Kernel();
        var costs = new CostOptions(ProfileFiles.Provisional);
        var json = Options.Json();
        var maps = new Option<bool>("--maps") { Description = "Also the VMAs of every live process" };
        var check = new Option<bool>("--check")
        {
            Description = "Check every step, and all that must hold after each statement; exit with 3 if it does not",
        };
        var strict = new Option<bool>("--strict") { Description = "With --check: also 3 for what could only be walked speculatively" };
        var command = new Command("run", "Carry traces out as a release of Linux does, and answer each statement")
            { traces, kernel, json, maps, check, strict };
        costs.AddTo(command);
        command.SetAction(parsed =>
        {
            var release = TraceFiles.Kernel(parsed.GetRequiredValue(kernel));
            return Run(
                TraceFiles.ReadToRun(parsed.GetRequiredValue(traces), terminal),
                release,
                costs.Of(parsed, release, terminal),
                new(
                    parsed.GetValue(maps),
                    parsed.GetValue(check) || parsed.GetValue(strict),
                    parsed.GetValue(strict) ? Severity.Speculative : Severity.Usable,
                    parsed.GetValue(json) ? JsonAnswer.Of : TextAnswer.Of),
                terminal);
        });
        return command;
    }

    /// <summary>How the answers of a run are made and told.</summary>
    /// <param name="Fails">The mildest finding that makes the exit status 3.</param>
    /// <param name="Print">An answer as text, with its trace's path if there are several.</param>
    internal sealed record Telling(bool WithMaps, bool IsChecked, Severity Fails, Func<Answer, string?, string> Print);

    /// <summary>Runs traces and tells each answer: the loop of `run` and of `predict`.</summary>
    internal static int Run(IReadOnlyList<Trace> traces, LinuxKernel linux, ModelCosts costs, Telling telling, Terminal terminal)
    {
        foreach (var trace in traces)
        {
            if (costs.Consumers.Count > 0 && trace.Directive("schedule") is not null)
                throw new BadInputException($"{trace.Path}: --consumers: they are told in the order of the lines; expected a trace without '#! schedule='");
        }

        var hasFailed = false;
        foreach (var trace in traces)
        {
            terminal.Progress($"{trace.Path} at {linux.Name}");
            var worst = new Worst(trace, answer => telling.Print(answer, traces.Count > 1 ? trace.Path : null), terminal);
            Answer(trace, linux, costs, telling, worst.Tell);
            hasFailed |= worst.IsStuck || (telling.IsChecked && worst.Found <= telling.Fails);
        }

        terminal.EndProgress();
        return hasFailed ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    /// <summary>A trace that says an order of its actors is run in that order, any other in the order of its lines.</summary>
    private static void Answer(Trace trace, LinuxKernel linux, ModelCosts costs, Telling telling, Action<Answer, Machine> tell)
    {
        if (trace.Directive("schedule") is not null)
        {
            new ScheduledRun(trace, linux, tell) { WithMaps = telling.WithMaps, Profile = costs.Profile }.Run();
            return;
        }

        using var run = new TraceRun(trace, linux, costs.Profile, telling.IsChecked, costs.Consumers) { WithMaps = telling.WithMaps };
        foreach (var answer in run.Answers()) tell(answer, run.Machine);
    }

    /// <summary>Prints answers, and keeps the worst that was found; that the kernel never comes back fails whether or not anything is checked.</summary>
    private sealed class Worst(Trace trace, Func<Answer, string> print, Terminal terminal)
    {
        internal bool IsStuck { get; private set; }

        internal Severity? Found { get; private set; }

        internal void Tell(Answer answer, Machine machine)
        {
            terminal.Output.WriteLine(print(answer));
            foreach (var violation in answer.Violations)
            {
                terminal.Error.WriteLine(ViolationReport.Of(trace.Path, answer.Statement, violation, machine));
                if (Found is null || violation.Severity < Found) Found = violation.Severity;
            }

            if (answer.Outcome.Deadlock is not { } deadlock) return;
            terminal.Error.WriteLine($"{trace.Path}:{answer.Statement.Line}: DEADLOCK: {deadlock.Message}");
            IsStuck = true;
        }
    }
}
