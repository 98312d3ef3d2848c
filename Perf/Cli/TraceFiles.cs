using Emulator.Experiments;
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

    /// <summary>Reads traces to compare walks on. All are checked, and any bad one refused, before anything runs.</summary>
    internal static IReadOnlyList<WalkComparison> Comparisons(
        IEnumerable<string> paths, KernelRelease? splitOf, Terminal terminal, ModelCosts? costs = null)
    {
        var traces = Read(paths, terminal);
        foreach (var trace in traces) TracePreconditions.Check(trace, HostMemory.Available());
        WalkComparison Of(Trace trace) => new(trace, splitOf: splitOf, profile: costs?.Profile, consumers: costs?.Consumers);
        WalkComparison[] comparisons = [.. traces.Select(Of)];
        return comparisons.FirstOrDefault(comparison => !comparison.HasRegistration) is { Trace.Path: var path }
            ? throw new BadInputException($"{path}: nothing is registered; expected a uffd-register statement")
            : comparisons;
    }

    internal static KernelRelease Release(string name) =>
        KernelReleases.Named(name)
        ?? throw new BadInputException(
            $"there is no kernel '{name}'; expected one of {string.Join(", ", KernelReleases.All.Select(release => release.Name))}");

    internal static Emulator.Kernel.UnshareWalk Walk(string name) =>
        WalkCatalog.Find(name)
        ?? throw new BadInputException(
            $"there is no walk '{name}'; expected one of {string.Join(", ", WalkCatalog.All.Select(walk => walk.Name))}"
            + (KernelReleases.Named(name) is { Walk: { } runs } ? $"; the release {name} runs the walk {runs.Name}" : ""));

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
