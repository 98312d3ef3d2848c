using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Checks;

/// <summary>
/// What the checks of steps found in a statement: what is found again, at another address, is one finding with a longer range, so
/// that 512 entries are one line. The way to it is that of the first.
/// </summary>
internal sealed class Findings(Machine machine, Func<IReadOnlyList<KernelFunction>> stack)
{
    private readonly Dictionary<(string Check, string What, Mm? Mm), Finding> _found = [];

    /// <param name="what">Said of the range, whatever it is: "entries change outside of every notifier range".</param>
    internal void Add(string check, string what, Mm? mm, AddrRange range, Severity severity = Severity.Usable)
    {
        var key = (check, what, mm);
        if (!_found.TryGetValue(key, out var finding)) _found[key] = finding = new(range, stack(), severity);
        finding.Count++;
        finding.Range = new(
            range.Start < finding.Range.Start ? range.Start : finding.Range.Start,
            range.End > finding.Range.End ? range.End : finding.Range.End);
    }

    /// <summary>Reports them to the machine, and forgets them.</summary>
    internal void Report()
    {
        foreach (var ((check, what, mm), finding) in _found)
        {
            var times = finding.Count > 1 ? $" ({finding.Count} times)" : "";
            machine.Report(new(check, $"{Place.Of(mm, finding.Range)}: {what}{times}", finding.Severity)
            {
                Process = mm?.Name,
                Range = finding.Range,
                Stack = finding.Stack,
            });
        }

        _found.Clear();
    }

    private sealed class Finding(AddrRange range, IReadOnlyList<KernelFunction> stack, Severity severity)
    {
        internal AddrRange Range { get; set; } = range;

        internal IReadOnlyList<KernelFunction> Stack => stack;

        internal Severity Severity => severity;

        internal long Count { get; set; }
    }
}

/// <summary>Addresses of a process, with the part of the file that they are: for the text of a finding.</summary>
internal static class Place
{
    internal static string Of(Mm? mm, AddrRange range)
    {
        if (mm is null) return $"{range}";
        var part = mm.Vmas.At(range.Start) is { } vma ? $"{vma.File.Name}@{vma.OffsetOf(range.Start)}" : "no VMA";
        return $"{mm.Name} {range} ({part})";
    }
}

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
