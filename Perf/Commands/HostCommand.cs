using System.CommandLine;
using Emulator.Host;
using Emulator.Reports;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu host TRACE...</c>: what this machine's kernel does, statement by statement.</summary>
internal static class HostCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var json = Options.Json();
        var maps = new Option<bool>("--maps") { Description = "Also the VMAs of every live process" };
        var setup = Options.Setup();
        var repeat = Options.Repeat(defaultTimes: 1);
        var allowHang = Options.AllowHang();
        var command = new Command("host", "Carry traces out on this machine's own kernel (root, free huge pages), and answer as `run` does")
        {
            traces, json, maps, setup, repeat, allowHang,
        };
        command.SetAction(parsed => Run(
            TraceFiles.Read(parsed.GetRequiredValue(traces), terminal),
            new(parsed.GetValue(repeat), parsed.GetValue(maps), parsed.GetValue(setup), parsed.GetValue(allowHang)),
            parsed.GetValue(json) ? JsonHostAnswer.Of : TextHostAnswer.Of,
            terminal));
        return command;
    }

    private static int Run(IReadOnlyList<Trace> traces, HostOptions options, Func<HostAnswer, string?, string> print, Terminal terminal)
    {
        foreach (var trace in traces) HostPreconditions.Check(trace, ThisMachine.OnlineCpus);
        using var runner = new HostRunner(options, terminal.Progress);
        var status = ExitStatus.Done;
        foreach (var trace in traces)
        {
            terminal.Progress($"{trace.Path} on this machine");
            foreach (var difference in HostPreconditions.Differences(trace)) terminal.Error.WriteLine(difference);
            foreach (var answer in runner.Run(trace))
            {
                terminal.Output.WriteLine(print(answer, traces.Count > 1 ? trace.Path : null));
                if (answer.Result == HostAnswer.Deadlock) status = ExitStatus.CheckFailed;
            }
        }

        terminal.EndProgress();
        return status;
    }
}
