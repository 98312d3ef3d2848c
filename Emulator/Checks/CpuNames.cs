namespace Emulator.Checks;

/// <summary>CPUs in the text of a finding: `CPU 0`, `CPUs 0-2, 5`.</summary>
internal static class CpuNames
{
    internal static string Of(IReadOnlyList<int> cpus)
    {
        var parts = new List<string>();
        for (var i = 0; i < cpus.Count;)
        {
            var last = i;
            while (last + 1 < cpus.Count && cpus[last + 1] == cpus[last] + 1) last++;
            parts.Add(last == i ? $"{cpus[i]}" : $"{cpus[i]}-{cpus[last]}");
            i = last + 1;
        }

        return $"{(cpus.Count == 1 ? "CPU" : "CPUs")} {string.Join(", ", parts)}";
    }
}
