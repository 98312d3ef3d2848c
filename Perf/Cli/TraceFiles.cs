using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Perf.Cli;

/// <summary>What verbs take from the command line: traces, releases, walks.</summary>
internal static class TraceFiles
{
    /// <summary>Reads traces; <c>-</c> is standard input. All are read, and any bad one refused, before anything runs.</summary>
    internal static IReadOnlyList<Trace> Read(IEnumerable<string> paths, Terminal terminal) =>
        [.. paths.Select(path => Read(path, terminal))];

    /// <summary>Reads traces that the emulator is to run: what it can't run is refused here, before anything runs.</summary>
    internal static IReadOnlyList<Trace> ReadToRun(IEnumerable<string> paths, Terminal terminal)
    {
        var traces = Read(paths, terminal);
        foreach (var trace in traces) TracePreconditions.Check(trace, HostMemory.Available());
        return traces;
    }

    /// <summary>Reads traces to compare walks on, under the rules of a kernel. All are read, and any bad one refused, before anything runs.</summary>
    internal static IReadOnlyList<WalkComparison> Comparisons(IEnumerable<string> paths, LinuxKernel linux, Terminal terminal, ModelCosts costs)
    {
        var traces = ReadToRun(paths, terminal);
        WalkComparison Of(Trace trace) => new(trace, linux, costs.Profile, costs.Consumers);
        WalkComparison[] comparisons = [.. traces.Select(Of)];
        return comparisons.FirstOrDefault(comparison => !comparison.HasRegistration) is { Trace.Path: var path }
            ? throw new BadInputException($"{path}: nothing is registered; expected a uffd-register statement")
            : comparisons;
    }

    internal static LinuxKernel Kernel(string name) =>
        LinuxKernels.Named(name)
        ?? throw new BadInputException(
            $"there is no kernel '{name}'; expected one of {string.Join(", ", LinuxKernels.All.Select(release => release.Name))}");

    /// <summary>The kernel that walks are compared under: the default, with the splits of another if `--split` names one.</summary>
    internal static LinuxKernel ComparedUnder(string? split) =>
        split is null ? LinuxKernels.Default : LinuxKernels.Default.SplittingAs(Kernel(split));

    internal static UnshareWalk Walk(string name) =>
        WalkCatalog.Find(name)
        ?? throw new BadInputException(
            $"there is no walk '{name}'; expected one of {string.Join(", ", WalkCatalog.All.Select(walk => walk.Name))}"
            + (LinuxKernels.Named(name) is { RegisterWalk: { } runs } ? $"; the release {name} runs the walk {runs.Name}" : ""));

    private static Trace Read(string path, Terminal terminal)
    {
        if (path == "-") return TraceParser.Parse("-", terminal.Input);
        return InputFile.Read(path, "a trace (docs/trace-format.md)", file =>
        {
            using var reader = new StreamReader(file);
            return TraceParser.Parse(file, reader);
        });
    }
}
