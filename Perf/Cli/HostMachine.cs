using System.Reflection;
using System.Runtime.InteropServices;
using Emulator.Accounting;
using Emulator.Host;
using Emulator.Native;

namespace Perf.Cli;

/// <summary>What every measured number is quoted with: the machine, the runtime, the ISA and the commit.</summary>
internal static class HostMachine
{
    internal static string Describe() =>
        $"{CpuName()}, {Environment.ProcessorCount} CPUs; {RuntimeInformation.FrameworkDescription}; {Simd.Active}; ptemu {Version()}";

    /// <summary>This machine now.</summary>
    /// <param name="loadBefore">What <see cref="Load"/> said when the measuring began.</param>
    internal static MeasuredOn MeasuredOn(string loadBefore) => new(
        CpuName(),
        ThisMachine.Cpus,
        IsVirtual(),
        OperatingSystem.IsLinux() ? File.ReadAllText("/proc/sys/kernel/osrelease").Trim() : Environment.OSVersion.VersionString,
        Version(),
        DateTime.UtcNow.ToString("yyyy-MM-dd"),
        $"{loadBefore} before, {Load()} after")
    {
        Hypervisor = KernelLog.Hypervisor(),
    };

    /// <summary>CPUID's hypervisor bit.</summary>
    private static bool IsVirtual() => File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").Any(line => line.StartsWith("flags", StringComparison.Ordinal) && line.Split(' ').Contains("hypervisor"));

    /// <summary>The load averages of the last 1, 5 and 15 minutes.</summary>
    internal static string Load() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

    /// <summary>Version and commit, as the SDK stamps them.</summary>
    internal static string Version()
    {
        var stamp = typeof(HostMachine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var plus = stamp.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 || stamp.Length < plus + 13 ? stamp : $"{stamp[..plus]} commit {stamp[(plus + 1)..(plus + 13)]}";
    }

    internal static string CpuName()
    {
        const string Field = "model name";
        var line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))
            : null;
        return line is null
            ? $"{RuntimeInformation.ProcessArchitecture}"
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
