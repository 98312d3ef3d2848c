using Microsoft.Diagnostics.Symbols;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Stacks;
using Perf.Cli;

namespace Perf.Sampling;

/// <summary>Samples of the runtime's own sampler, by EventPipe into a file, read through TraceEvent.</summary>
internal static class EventPipeSamples
{
    /// <summary>The sampler, and of the runtime what names the methods (loader, JIT, NGEN, rundown).</summary>
    private const string Providers = "Microsoft-DotNETCore-SampleProfiler:0:5,Microsoft-Windows-DotNETRuntime:0x4c14fccbd:5";

    /// <exception cref="BadInputException">The command itself fails.</exception>
    internal static Profile Take(IReadOnlyList<string> verb, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("ptemu-profile-");
        try
        {
            var path = Path.Combine(folder.FullName, "samples.nettrace");
            var environment = new Dictionary<string, string>
            {
                ["DOTNET_EnableEventPipe"] = "1",
                ["DOTNET_EventPipeConfig"] = Providers,
                ["DOTNET_EventPipeOutputPath"] = path,
            };
            var ended = ProfiledChild.Run(ProfiledChild.CommandOf(verb), environment, output);
            if (ended.Status != 0) throw new BadInputException($"the profiled command ended with status {ended.Status}:\n{ended.Error.TrimEnd()}");
            return Read(TraceLog.CreateFromEventPipeDataFile(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Profile Read(string etlx)
    {
        using var log = new TraceLog(etlx);
        using var symbols = new SymbolReader(TextWriter.Null);
        var stacks = new MutableTraceEventStackSource(log) { OnlyManagedCodeStacks = true };
        var computer = new SampleProfilerThreadTimeComputer(log, symbols) { IncludeEventSourceEvents = false };
        computer.GenerateThreadTimeStacks(stacks);
        var root = SampledStacks.Of(stacks, FrameName.Of, weighed: null, out var samples);
        return new(
            "safepoints", $"{samples} EventPipe samples of managed threads at safepoints, in wall time: no CPU time, and biased to safepoints", root, samples);
    }
}
