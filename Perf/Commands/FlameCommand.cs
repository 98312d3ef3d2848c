using System.CommandLine;
using Perf.Cli;

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
        var costOptions = new CostOptions(ProfileFiles.Provisional);
        var command = new Command("flame", "Write flame graphs of model time: SVG, folded stacks, speedscope") { traces, walk, split, folder };
        costOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var drawn = TraceFiles.Walk(parsed.GetRequiredValue(walk));
            var linux = TraceFiles.ComparedUnder(parsed.GetValue(split));
            var costs = costOptions.Of(parsed, linux, terminal);
            var comparisons = TraceFiles.Comparisons(parsed.GetRequiredValue(traces), linux, terminal, costs);
            RefuseSameFiles(comparisons.Select(comparison => comparison.Trace.Path));
            var output = new OutputFolder(parsed.GetRequiredValue(folder));
            foreach (var comparison in comparisons)
            {
                var trace = comparison.Trace.Path;
                terminal.Progress($"{trace}: {drawn.Name}");
                foreach (var path in FlameFiles.Write(output, comparison.Count(drawn), costs.Profile, Prefix(trace), trace))
                    terminal.Output.WriteLine(path);
            }
        });
        return command;
    }

    private static string Prefix(string trace) => trace == "-" ? "stdin" : Path.GetFileNameWithoutExtension(trace);

    private static void RefuseSameFiles(IEnumerable<string> traces)
    {
        if (traces.GroupBy(Prefix).FirstOrDefault(group => group.Count() > 1) is not { } same) return;
        throw new BadInputException($"{string.Join(" and ", same)}: would be written to the same files; expected traces of different file names");
    }
}
