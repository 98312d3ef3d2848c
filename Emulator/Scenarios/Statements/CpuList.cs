using System.Globalization;

namespace Emulator.Scenarios;

/// <summary>CPU numbers as the kernel lists them (bitmap_parselist): <c>1</c>, <c>1-195</c>, <c>1,3-5</c>. Sorted, each once.</summary>
public sealed record CpuList(ValueList<int> Cpus)
{
    /// <summary>CPU 1 alone.</summary>
    public static readonly CpuList One = new(new ValueList<int>(1));

    public static bool TryParse(string text, out CpuList cpus)
    {
        var found = new SortedSet<int>();
        cpus = One;
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (!TryParseCpu(dash < 0 ? part : part[..dash], out var first)) return false;
            if (!TryParseCpu(dash < 0 ? part : part[(dash + 1)..], out var last)) return false;
            if (first > last) return false;
            found.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        cpus = new(new ValueList<int>(found));
        return true;
    }

    private static bool TryParseCpu(string text, out int cpu) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cpu) && cpu < MachineStatement.CpusMax;

    public override string ToString()
    {
        var parts = new List<string>();
        for (int i = 0, last; i < Cpus.Count; i = last + 1)
        {
            for (last = i; last + 1 < Cpus.Count && Cpus[last + 1] == Cpus[last] + 1;) last++;
            parts.Add(last == i ? $"{Cpus[i]}" : $"{Cpus[i]}-{Cpus[last]}");
        }

        return string.Join(',', parts);
    }
}
