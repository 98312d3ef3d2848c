using System.CommandLine;

namespace Perf.Commands;

/// <summary><c>ptemu flame TRACE</c>: where the model's time goes at the registrations of a trace.</summary>
internal static class FlameCommand
{
    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        var walk = new Option<string>("--walk") { Description = "The walk to draw (ptemu walks)", DefaultValueFactory = _ => "6.19", HelpName = "WALK" };
        var split = Options.Split();
        var folder = Options.Folder();
        var command = new Command("flame", "Write flame graphs of model time: SVG, folded stacks, speedscope") { traces, walk, split, folder };
        command.SetAction(parsed =>
        {
            var drawn = TraceFiles.Walk(parsed.GetRequiredValue(walk));
            var splitOf = parsed.GetValue(split) is { } name ? TraceFiles.Release(name) : null;
            var comparisons = TraceFiles.Comparisons(parsed.GetRequiredValue(traces), splitOf, terminal);
            var output = new OutputFolder(parsed.GetRequiredValue(folder));
            foreach (var comparison in comparisons)
            {
                var trace = comparison.Trace.Path;
                terminal.Progress($"{trace}: {drawn.Name}");
                var prefix = trace == "-" ? "stdin" : Path.GetFileNameWithoutExtension(trace);
                foreach (var path in FlameFiles.Write(output, comparison.Count(drawn), prefix, trace)) terminal.Output.WriteLine(path);
            }
        });
        return command;
    }
}
