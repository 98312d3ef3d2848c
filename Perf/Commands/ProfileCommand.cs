using System.CommandLine;
using System.Text;
using Emulator.Reports;
using Perf.Cli;
using Perf.Sampling;

namespace Perf.Commands;

/// <summary><c>ptemu profile -- VERB ...</c>: where this program itself spends its time in a command.</summary>
internal static class ProfileCommand
{
    internal static Command Create(Terminal terminal)
    {
        var verb = new Argument<string[]>("VERB")
        {
            Description = "A command of ptemu with its arguments, after --",
            Arity = ArgumentArity.OneOrMore,
        };
        var samples = new Option<SampleKind?>("--samples")
        {
            Description = "perf: samples of the CPU; eventpipe: of the runtime, at safepoints in wall time. Both by default",
        };
        var folder = Options.Folder();
        var command = new Command("profile", "Write flame graphs of where ptemu itself spends its time in a command") { verb, samples, folder };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(verb), parsed.GetValue(samples), parsed.GetRequiredValue(folder), terminal));
        return command;
    }

    private static int Run(string[] verb, SampleKind? only, string folder, Terminal terminal)
    {
        if (verb[0] == "profile") throw new BadInputException("profile: expected a command to run; it does not profile itself");
        var output = new OutputFolder(folder);
        if (only != SampleKind.EventPipe) ByPerf(verb, isAsked: only is not null, output, terminal);
        if (only != SampleKind.Perf) Write(output, EventPipeSamples.Take(verb, TextWriter.Null), verb, terminal);
        return ExitStatus.Done;
    }

    /// <summary>Where perf is not here or not permitted, and was not asked for alone, that is said and the other samples are left.</summary>
    private static void ByPerf(string[] verb, bool isAsked, OutputFolder output, Terminal terminal)
    {
        try
        {
            terminal.Progress("perf: running");
            Write(output, PerfSamples.Take(verb, TextWriter.Null), verb, terminal);
        }
        catch (BadInputException reason) when (!isAsked && reason.Message.StartsWith("perf ", StringComparison.Ordinal))
        {
            terminal.Error.WriteLine($"ptemu: no samples of the CPU: {reason.Message}");
        }
    }

    private static void Write(OutputFolder output, Sampling.Profile profile, string[] verb, Terminal terminal)
    {
        if (profile.Samples == 0) throw new BadInputException($"{profile.Name}: not one sample; the command is too short to profile");
        var title = $"ptemu {string.Join(' ', verb)}: {(profile.Name == "cpu" ? "CPU samples" : "safepoint samples")}";
        var name = $"profile-{verb[0]}-{profile.Name}";
        terminal.Output.WriteLine(profile.Kind);
        terminal.Output.WriteLine(output.Write($"{name}.svg", stream => Text(stream, text => FlameSvg.Write(profile.Root, new(title, profile.Kind), text))));
        terminal.Output.WriteLine(output.Write($"{name}.folded", stream => Text(stream, text => FoldedStacks.Write(profile.Root, text))));
        terminal.Output.WriteLine(output.Write($"{name}.speedscope.json", stream => Speedscope.Write(profile.Root, title, stream)));
    }

    private static void Text(Stream stream, Action<TextWriter> write)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        write(text);
    }
}
