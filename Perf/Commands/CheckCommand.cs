using System.CommandLine;
using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu check --random N</c>: random traces with every check on; how often each check fires, and a minimal trace.</summary>
internal static class CheckCommand
{
    /// <summary>Traces tried for one minimal one.</summary>
    private const int ShrinkQuestionsMax = 2000;

    internal static Command Create(Terminal terminal)
    {
        var count = new Option<int>("--random") { Description = "So many random traces", Required = true, HelpName = "N" };
        count.Validators.Add(result => Options.InRange(result, 1, 1_000_000));
        var seed = Options.Seed("Of the first; each further one has the next");
        var moves = new Option<bool>("--moves") { Description = "Also mremap that moves: every release up to 7.2 has bugs there" };
        var wide = new Option<bool>("--wide") { Description = "Also CPUs, ways to flush, walkers and actors that no real machine can be told" };
        var strict = new Option<bool>("--strict") { Description = "Exit with 3 also for what could only be walked speculatively" };
        var kernel = Options.Kernel();
        var command = new Command("check", "Random traces with every check on, and the smallest one for each check that fires")
            { count, seed, moves, wide, strict, kernel };
        command.SetAction(parsed => Run(
            new(parsed.GetValue(seed), null, parsed.GetValue(moves), parsed.GetValue(wide)),
            parsed.GetValue(count),
            parsed.GetValue(strict) ? Severity.Speculative : Severity.Usable,
            TraceFiles.Kernel(parsed.GetRequiredValue(kernel)),
            terminal));
        return command;
    }

    private static int Run(GeneratorOptions first, int count, Severity fails, LinuxKernel release, Terminal terminal)
    {
        var run = new RandomChecks(release);
        for (var i = 0; i < count; i++)
        {
            terminal.Progress($"{i} of {count}: {run.Found.Count} checks fired");
            run.Add(TraceGenerator.Generate(first with { Seed = first.Seed + (ulong)i }));
        }

        terminal.Output.WriteLine($"{count} random traces from seed {first.Seed} at {release.Name}: {run.Clean} without a finding");
        terminal.Output.Write(RandomChecksText.Of(run));
        foreach (var found in run.Found)
        {
            terminal.Progress($"{found.Check} in {found.First.Path}: looking for a smaller trace");
            var minimal = TraceShrinker.Shrink(
                found.First, smaller => RandomChecks.Fires(smaller, release, found), ShrinkQuestionsMax);
            terminal.Output.Write($"\n# {found.Check}, {found.First.Path}, minimal:\n{minimal.ToTraceText()}");
        }

        terminal.EndProgress();
        return run.Found.Any(found => found.Severity <= fails) ? ExitStatus.CheckFailed : ExitStatus.Done;
    }
}
