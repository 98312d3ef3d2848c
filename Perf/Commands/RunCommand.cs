using System.CommandLine;
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
        var check = new Option<bool>("--check") { Description = "Exit with 3 if anything is left shared, stale or unpaid" };
        var command = new Command("run", "Carry traces out as a release of Linux does, and answer each statement")
            { traces, kernel, json, maps, check };
        command.SetAction(parsed => Run(
            TraceFiles.Read(parsed.GetRequiredValue(traces), terminal),
            TraceFiles.Release(parsed.GetRequiredValue(kernel)),
            parsed.GetValue(maps),
            parsed.GetValue(check),
            parsed.GetValue(json) ? JsonAnswer.Of : TextAnswer.Of,
            terminal));
        return command;
    }

    private static int Run(
        IReadOnlyList<Trace> traces, KernelRelease release, bool withMaps, bool isChecked,
            Func<Answer, string?, string> print, Terminal terminal)
    {
        foreach (var trace in traces) TracePreconditions.Check(trace, Emulator.Native.HostMemory.Available());
        var failures = 0;
        foreach (var trace in traces)
        {
            terminal.Progress($"{trace.Path} at {release.Name}");
            using var run = new TraceRun(trace, release) { WithMaps = withMaps };
            failures += Run(run, trace, isChecked, answer => print(answer, traces.Count > 1 ? trace.Path : null), terminal);
        }

        terminal.EndProgress();
        return failures > 0 ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    /// <returns>How many checks failed; a deadlock is one, whether or not anything is checked.</returns>
    private static int Run(TraceRun run, Trace trace, bool isChecked, Func<Answer, string> print, Terminal terminal)
    {
        var failures = 0;
        foreach (var answer in run.Answers())
        {
            terminal.Output.WriteLine(print(answer));
            if (answer.Outcome.Deadlock is { } deadlock)
            {
                terminal.Error.WriteLine($"{trace.Path}:{answer.Statement.Line}: DEADLOCK: {deadlock.Message}");
                return failures + 1;
            }

            if (isChecked) failures += Report(trace, answer, terminal);
        }

        foreach (var violation in run.Machine.Violations)
        {
            terminal.Error.WriteLine($"{trace.Path}: {violation.Check}: {violation.What}");
            if (isChecked) failures++;
        }

        return failures;
    }

    private static int Report(Trace trace, Answer answer, Terminal terminal)
    {
        var found = 0;
        foreach (var (check, count) in ((string, long)[])[("left shared", answer.LeftShared), ("left stale", answer.LeftStale)])
        {
            if (count == 0) continue;
            found++;
            terminal.Error.WriteLine($"{trace.Path}:{answer.Statement.Line}: {check}: {count} after '{answer.Statement.Text}'");
        }

        return found;
    }
}
