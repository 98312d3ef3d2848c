using System.CommandLine;
using Emulator.Host;
using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu verify TRACE...</c> and <c>verify --random N</c>: the emulator and this machine's kernel side by side.</summary>
internal static class VerifyCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        traces.Arity = ArgumentArity.ZeroOrMore;
        var random = new Option<int>("--random") { Description = "Run so many random traces; of each that differs, a minimal one is printed", HelpName = "N" };
        random.Validators.Add(result => Options.InRange(result, 1, int.MaxValue));
        var seed = Options.Seed("Of the first random trace; the next one's is one more");
        var moves = new Option<bool>("--moves") { Description = "Random traces with mremap that moves, where that is proved to be safe" };
        var kernel = Options.Kernel();
        var setup = Options.Setup();
        var repeat = Options.Repeat(defaultTimes: 3);
        var allowHang = Options.AllowHang();
        var time = new Option<bool>("--time") { Description = "Compare the time of each statement, too: predicted beside measured" };
        var profile = Options.Profile();
        var (set, json) = (Options.Set(), Options.Json());
        var command = new Command("verify", "Carry traces out in the emulator and on this machine's kernel, and show the first difference")
        {
            traces, kernel, random, seed, moves, setup, repeat, allowHang, time, profile, set, json,
        };
        NeedTime(command, time, profile, set, json);
        command.SetAction(parsed =>
        {
            var release = TraceFiles.Kernel(parsed.GetRequiredValue(kernel));
            var paths = parsed.GetValue(traces) ?? [];
            var count = parsed.GetValue(random);
            if ((count == 0) == (paths.Length == 0)) throw new BadInputException("verify takes TRACE... or --random N");
            var options = new HostOptions(
                count > 0 ? 1 : parsed.GetValue(repeat), WithMaps: true, parsed.GetValue(setup), parsed.GetValue(allowHang));
            options = options with { Releases = [.. options.Releases, release] };
            if (parsed.GetValue(time))
            {
                if (count > 0) throw new BadInputException("--time takes TRACE..., not --random");
                return TimedVerify.Run(
                    TraceFiles.ReadToRun(paths, terminal), release, Options.ProfileOf(parsed, profile, set, terminal), Timed(options),
                    parsed.GetValue(json), terminal);

                // A median of three is none.
                HostOptions Timed(HostOptions given) =>
                    given with { CountsEvents = false, WithMaps = false, Repeat = parsed.GetResult(repeat) is { Implicit: false } ? given.Repeat : 31 };
            }

            return count > 0
                ? RandomVerify.Run(new(parsed.GetValue(seed), AllowMoves: parsed.GetValue(moves)), count, release, options, terminal)
                : Run(TraceFiles.ReadToRun(paths, terminal), release, options, terminal);
        });
        return command;
    }

    /// <summary>What says how to compare times would be ignored where none are compared.</summary>
    private static void NeedTime(Command command, Option<bool> time, params Option[] options) => command.Validators.Add(result =>
    {
        if (result.GetResult(time) is { Implicit: false } && result.GetValue(time)) return;
        foreach (var option in options)
        {
            if (result.GetResult(option) is { Implicit: false })
                result.AddError($"{option.Name} says how times are compared, and without --time none are; expected verify --time TRACE...");
        }
    });

    private static int Run(IReadOnlyList<Trace> traces, LinuxKernel release, HostOptions options, Terminal terminal)
    {
        foreach (var trace in traces) HostPreconditions.Check(trace, ThisMachine.OnlineCpus);
        using var runner = new HostRunner(options, terminal.Progress);
        var differences = 0;
        foreach (var trace in traces)
        {
            terminal.Progress($"{trace.Path} at {release.Name} and on this machine");
            var found = Compare(trace, release, runner);
            terminal.EndProgress();
            terminal.Output.WriteLine(found?.Report ?? $"{trace.Path}: equal ({trace.Executable.Count()} statements)");
            if (found is not null) differences++;
        }

        return differences > 0 ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    /// <returns>The first difference; null where there is none.</returns>
    internal static Difference? Compare(Trace trace, LinuxKernel release, HostRunner runner)
    {
        using var run = new TraceRun(ThisMachine.AsOf(trace), release) { WithMaps = true };
        foreach (var (emulated, host) in run.Answers().Zip(runner.Run(trace)))
        {
            var fields = AnswerFields.Differences(emulated, host);
            if (fields.Count > 0) return new(fields, DifferenceReport.Of(trace.Path, emulated, host, fields));
        }

        return null;
    }
}
