using System.CommandLine;
using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Perf.Commands;

/// <summary><c>ptemu run TRACE...</c>: what a release does, statement by statement.</summary>
internal static class RunCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var kernel = Options.Kernel();
        var json = Options.Json();
        var maps = new Option<bool>("--maps") { Description = "Also the VMAs of every live process" };
        var check = new Option<bool>("--check")
        {
            Description = "Check every step, and all that must hold after each statement; exit with 3 if it does not",
        };
        var strict = new Option<bool>("--strict") { Description = "With --check: also 3 for what could only be walked speculatively" };
        var command = new Command("run", "Carry traces out as a release of Linux does, and answer each statement")
            { traces, kernel, json, maps, check, strict };
        command.SetAction(parsed => Run(
            TraceFiles.Read(parsed.GetRequiredValue(traces), terminal),
            TraceFiles.Release(parsed.GetRequiredValue(kernel)),
            parsed.GetValue(maps),
            parsed.GetValue(check) || parsed.GetValue(strict),
            parsed.GetValue(strict) ? Severity.Speculative : Severity.Usable,
            parsed.GetValue(json) ? JsonAnswer.Of : TextAnswer.Of,
            terminal));
        return command;
    }

    private static int Run(
        IReadOnlyList<Trace> traces, KernelRelease release, bool withMaps, bool isChecked, Severity fails,
            Func<Answer, string?, string> print, Terminal terminal)
    {
        foreach (var trace in traces) TracePreconditions.Check(trace, Emulator.Native.HostMemory.Available());
        var hasFailed = false;
        foreach (var trace in traces)
        {
            terminal.Progress($"{trace.Path} at {release.Name}");
            using var run = new TraceRun(trace, release, isChecked: isChecked) { WithMaps = withMaps };
            var worst = Run(run, trace, answer => print(answer, traces.Count > 1 ? trace.Path : null), terminal);
            hasFailed |= worst.IsStuck || (isChecked && worst.Found <= fails);
        }

        terminal.EndProgress();
        return hasFailed ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    /// <returns>Does the kernel never come back, which fails whether or not anything is checked; and the worst that was found.</returns>
    private static (bool IsStuck, Severity? Found) Run(TraceRun run, Trace trace, Func<Answer, string> print, Terminal terminal)
    {
        var (isStuck, found) = (false, (Severity?)null);
        foreach (var answer in run.Answers())
        {
            terminal.Output.WriteLine(print(answer));
            foreach (var violation in answer.Violations)
            {
                terminal.Error.WriteLine(ViolationReport.Of(trace.Path, answer.Statement, violation, run.Machine));
                if (found is null || violation.Severity < found) found = violation.Severity;
            }

            if (answer.Outcome.Deadlock is not { } deadlock) continue;
            terminal.Error.WriteLine($"{trace.Path}:{answer.Statement.Line}: DEADLOCK: {deadlock.Message}");
            isStuck = true;
        }

        return (isStuck, found);
    }
}
