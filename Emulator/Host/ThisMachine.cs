using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>This machine in the words of a trace's <c>machine</c> line.</summary>
public static class ThisMachine
{
    public static int Cpus => Environment.ProcessorCount;

    /// <summary>5 where the kernel uses five (la57 is listed only then).</summary>
    public static int Levels { get; } = CpuFlags().Contains("la57") ? 5 : MachineStatement.LevelsDefault;

    /// <summary>
    /// The trace for an emulator that is to be compared with this machine: its CPUs decide how many interrupts there are.
    /// </summary>
    public static Trace AsOf(Trace trace) => trace with { Machine = trace.Machine with { Cpus = Cpus, Levels = Levels } };

    private static string[] CpuFlags()
    {
        if (!File.Exists("/proc/cpuinfo")) return [];
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal));
        return line?.Split(' ') ?? [];
    }
}
