using System.CommandLine;
using Emulator.Reports;

namespace Perf.Commands;

/// <summary><c>ptemu flame TRACE</c>: where the model's time goes at the registrations of a trace.</summary>
internal static class FlameCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var walk = new Option<string>("--walk")
        { Description = "The walk to draw (ptemu walks)", DefaultValueFactory = _ => "6.19", HelpName = "WALK" };
        var split = Options.Split();
        var folder = Options.Folder();
        var command = new Command("flame", "Write flame graphs of model time: SVG, folded stacks, speedscope")
            { traces, walk, split, folder };
        command.SetAction(parsed =>
        {
            var drawn = TraceFiles.Walk(parsed.GetRequiredValue(walk));
            var splitOf = parsed.GetValue(split) is { } name ? TraceFiles.Release(name) : null;
            var read = TraceFiles.Read(parsed.GetRequiredValue(traces), terminal);
            var output = new OutputFolder(parsed.GetRequiredValue(folder));
            foreach (var trace in read)
            {
                var comparison = new WalkComparison(trace, splitOf: splitOf);
                if (!comparison.HasRegistration)
                    throw new BadInputException($"{trace.Path}: nothing is registered; expected a uffd-register statement");
                var prefix = trace.Path == "-" ? "stdin" : Path.GetFileNameWithoutExtension(trace.Path);
                foreach (var path in FlameFiles.Write(output, comparison.Count(drawn), prefix, trace.Path)) terminal.Output.WriteLine(path);
            }
        });
        return command;
    }
}
