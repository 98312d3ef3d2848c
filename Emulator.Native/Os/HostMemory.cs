using System.Globalization;

namespace Emulator.Native;

/// <summary>How much memory this machine has to give.</summary>
public static class HostMemory
{
    /// <summary>MemAvailable of /proc/meminfo, or the runtime's own limit (a container's) if that is lower.</summary>
    public static ByteSize Available()
    {
        var limit = (ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new(Math.Min(limit, ReadMemInfo("MemAvailable:") ?? limit));
    }

    private static ulong? ReadMemInfo(string field)
    {
        if (!File.Exists("/proc/meminfo")) return null;
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (!line.StartsWith(field, StringComparison.Ordinal)) continue;
            var digits = line[field.Length..].Replace("kB", "", StringComparison.Ordinal);
            return ulong.Parse(digits.Trim(), CultureInfo.InvariantCulture) * 1024;
        }

        return null;
    }
}
