using System.CommandLine;
using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu notifiers TRACE...</c>: what mmu notifiers are told, and what their consumers make of it.</summary>
internal static class NotifiersCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var kernel = Options.Kernel();
        var json = Options.Json();
        var only = new Option<int?>("--statement") { Description = "Answer the statement on that line alone", HelpName = "LINE" };
        only.Validators.Add(result => Options.InRange(result, 1, int.MaxValue));
        var command = new Command(
            "notifiers", "What each statement tells mmu notifiers, and what KVM, IOMMUs, GPUs and adapters drop for it, by event")
            { traces, kernel, json, only };
        command.SetAction(parsed => Run(
            TraceFiles.ReadToRun(parsed.GetRequiredValue(traces), terminal),
            TraceFiles.Kernel(parsed.GetRequiredValue(kernel)),
            parsed.GetValue(only),
            parsed.GetValue(json),
            terminal));
        return command;
    }

    private static int Run(IReadOnlyList<Trace> traces, LinuxKernel release, int? line, bool isJson, Terminal terminal)
    {
        foreach (var trace in traces) CheckLine(trace, line);
        var failures = 0;
        foreach (var trace in traces)
        {
            terminal.Progress($"{trace.Path} at {release.Name}");
            using var run = new NotifierRun(trace, release);
            var path = traces.Count > 1 ? trace.Path : null;
            var hasTable = false;
            failures += Run(run, trace, line, Tell, terminal);
            if (!hasTable && !isJson && line is null) terminal.Output.WriteLine($"{trace.Path}: no statement tells notifiers anything");
            if (hasTable) terminal.Output.Write($"{NotifierText.Legend}\n{NotifierText.Of(run.Consumers)}");

            void Tell(NotifierAnswer answer)
            {
                Print(answer, path, isJson, line is not null, terminal);
                hasTable |= !isJson && IsTold(answer);
            }
        }

        terminal.EndProgress();
        return failures > 0 ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    /// <returns>How many pairs are unbalanced; a deadlock counts as one failure.</returns>
    private static int Run(NotifierRun run, Trace trace, int? line, Action<NotifierAnswer> print, Terminal terminal)
    {
        var failures = 0;
        foreach (var answer in run.Answers())
        {
            if (line is null || answer.Statement.Line == line) print(answer);
            if (answer.Outcome.Deadlock is { } deadlock)
            {
                terminal.Error.WriteLine($"{trace.Path}:{answer.Statement.Line}: DEADLOCK: {deadlock.Message}");
                return failures + 1;
            }

            foreach (var unbalanced in answer.Told.Unbalanced)
            {
                terminal.Error.WriteLine($"{trace.Path}:{answer.Statement.Line}: unbalanced: {unbalanced}");
                failures++;
            }
        }

        return failures;
    }

    /// <summary>Statements that tell nobody anything are left out of the text, if not asked for; the JSON has them.</summary>
    private static void Print(NotifierAnswer answer, string? tracePath, bool isJson, bool isAskedFor, Terminal terminal)
    {
        var isTold = IsTold(answer) || answer.Outcome.Result != "0";
        if (isJson) terminal.Output.WriteLine(NotifierJson.Of(answer, tracePath));
        else if (isTold || isAskedFor) terminal.Output.WriteLine(NotifierText.Of(answer, tracePath));
    }

    private static bool IsTold(NotifierAnswer answer) => answer.Told.Ranges.Count + answer.Told.LoneFlushes.Count > 0;

    private static void CheckLine(Trace trace, int? line)
    {
        if (line is null || trace.Executable.Any(statement => statement.Line == line)) return;
        var lines = string.Join(", ", trace.Executable.Select(statement => statement.Line));
        throw new BadInputException($"{trace.Path}: there is no statement that runs on line {line}; expected one of {lines}");
    }
}
