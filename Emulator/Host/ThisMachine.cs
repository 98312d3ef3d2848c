using System.Globalization;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>This machine in the words of a trace's <c>machine</c> line.</summary>
public static class ThisMachine
{
    private const string OnlineFile = "/sys/devices/system/cpu/online";

    /// <summary>
    /// The kernel's online CPUs, whatever this process may run on (<see cref="Environment.ProcessorCount"/> knows a cgroup's and a
    /// cpuset's share): they decide how many interrupts a broadcast sends.
    /// </summary>
    public static IReadOnlyList<int> OnlineCpus { get; } =
        File.Exists(OnlineFile) ? ParseCpuList(File.ReadAllText(OnlineFile)) : [.. Enumerable.Range(0, Environment.ProcessorCount)];

    public static int Cpus => OnlineCpus.Count;

    /// <summary>5 where the kernel uses five (la57 is listed only then).</summary>
    public static int Levels { get; } = CpuFlags().Contains("la57") ? 5 : MachineStatement.LevelsDefault;

    /// <summary>
    /// The trace for an emulator that is to be compared with this machine: its CPUs decide how many interrupts there are. (The
    /// emulator's are numbered without gaps: where this machine's are not, it has the ones between, too.)
    /// </summary>
    public static Trace AsOf(Trace trace)
    {
        var spun = trace.Statements.OfType<SpinStatement>().Select(spin => spin.Cpus.Cpus[^1] + 1);
        return trace with { Machine = trace.Machine with { Cpus = spun.Append(Cpus).Max(), Levels = Levels } };
    }

    /// <summary>A list as the kernel prints one: <c>0-1,4</c>.</summary>
    internal static IReadOnlyList<int> ParseCpuList(string text) =>
    [
        .. text.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries).SelectMany(part =>
        {
            var ends = part.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
            return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
        }),
    ];

    private static string[] CpuFlags()
    {
        if (!File.Exists("/proc/cpuinfo")) return [];
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal));
        return line?.Split(' ') ?? [];
    }
}
