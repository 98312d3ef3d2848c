using System.ComponentModel;
using Microsoft.Diagnostics.Tracing.StackSources;
using Perf.Cli;

namespace Perf.Sampling;

/// <summary>Samples of the CPU by Linux's perf, with the runtime's map of what it compiled, read through TraceEvent.</summary>
internal static class PerfSamples
{
    private const int Hertz = 999;

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DOTNET_PerfMapEnabled"] = "1",
        // Else the JIT's symbols are missing.
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <exception cref="BadInputException">perf is not here, or not permitted; or the command itself fails.</exception>
    internal static Profile Take(IReadOnlyList<string> verb, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("ptemu-profile-");
        try
        {
            var data = Path.Combine(folder.FullName, "perf.data");
            Record(data, verb, output);
            // TraceEvent takes a text for perf's own by the end of its name.
            var text = Path.Combine(folder.FullName, "samples.perf.data.dump");
            Script(data, text);
            // A sample without a CPU (--sample-cpu) is passed over in silence there.
            var source = new LinuxPerfScriptStackSource(text, doThreadTime: false);
            var root = SampledStacks.Of(source, FrameName.Of, 1e9 / Hertz, out var samples);
            return new("cpu", $"{samples} samples of the CPU by perf (cpu-clock, {Hertz} Hz): where the processor was", root, samples);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Record(string data, IReadOnlyList<string> verb, TextWriter output)
    {
        // -q: else its own report of what it wrote is on the error output.
        string[] record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", $"{Hertz}", "-g", "--sample-cpu", "-o", data, "--"];
        var ended = Run([.. record, .. ProfiledChild.CommandOf(verb)], output);
        if (!File.Exists(data) || new FileInfo(data).Length == 0)
        {
            throw new BadInputException(
                $"perf can't record here (kernel.perf_event_paranoid is {Paranoid()}; expected at most 2, or root):\n{ended.Error.TrimEnd()}");
        }

        if (ended.Status != 0) throw new BadInputException($"the profiled command ended with status {ended.Status}:\n{ended.Error.TrimEnd()}");
    }

    private static void Script(string data, string text)
    {
        using var file = new StreamWriter(text);
        var ended = Run(["perf", "script", "-i", data, "--header", "-F", "comm,pid,tid,cpu,time,period,event,ip,sym,dso"], file);
        if (ended.Status != 0) throw new BadInputException($"perf can't read its own samples:\n{ended.Error.TrimEnd()}");
    }

    private static ProfiledChild.Ended Run(IReadOnlyList<string> command, TextWriter output)
    {
        try
        {
            return ProfiledChild.Run(command, Environment, output);
        }
        catch (Win32Exception)
        {
            throw new BadInputException("perf is not here; expected it in PATH (Debian: linux-perf), or --samples eventpipe, which needs nothing");
        }
    }

    private static string Paranoid()
    {
        const string Setting = "/proc/sys/kernel/perf_event_paranoid";
        return File.Exists(Setting) ? File.ReadAllText(Setting).Trim() : "not there";
    }
}
