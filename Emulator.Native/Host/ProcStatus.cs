using System.Globalization;

namespace Emulator.Native;

/// <summary>/proc/PID/status.</summary>
public static class ProcStatus
{
    /// <summary>VmPTE: the kilobytes of page tables that the process has, PTE, PMD and PUD tables together.</summary>
    public static long PageTableKilobytes(int pid)
    {
        const string Field = "VmPTE:";
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(Field, StringComparison.Ordinal));
        return long.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
