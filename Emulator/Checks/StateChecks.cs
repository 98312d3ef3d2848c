using Emulator.Kernel;
using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Checks;

/// <summary>What must hold after each statement, whatever it was. What is found once is not found again.</summary>
public sealed class StateChecks(Machine machine)
{
    private readonly ShareCounts _counts = new();
    private readonly EntriesAgainstVmas _entries = new(machine);
    private readonly HashSet<(string, string)> _known = [];

    /// <param name="changed">What the statement changed; null to look at everything.</param>
    /// <returns>What is found for the first time.</returns>
    public IReadOnlyList<Violation> Find(TlbContents tlb, ChangedTables? changed = null) =>
    [
        .. _counts.Find(machine)
            .Concat(_entries.Find(changed))
            .Where(one => _known.Add((one.Check, one.What)))
            .Concat(machine.Processes.SelectMany(LeftSharedOf))
            .Concat(Stale(tlb)),
    ];

    private IEnumerable<Violation> LeftSharedOf(Mm mm)
    {
        var slots = LeftShared.Ranges(machine, mm).Where(slot => _known.Add(("left shared", $"{mm.Name} {slot}"))).ToList();
        if (slots.Count == 0) yield break;
        var table = PageTables.PudEntry(machine.Arena, mm, slots[0]).TableAddress;
        var range = new AddrRange(slots[0], slots[^1] + Pud.Span);
        var what = $"{mm.Name} {range}: {slots.Count} of a registered range; the first is used by {Sharers.Of(machine, table)}";
        yield return new("left shared", what) { Process = mm.Name, Range = range };
    }

    /// <summary>One finding for what a CPU holds of a mm.</summary>
    private IEnumerable<Violation> Stale(TlbContents tlb)
    {
        var found = LeftStale.Find(machine, tlb).Where(one => _known.Add((CheckOf(one.Cached), $"{one.Cpu} {one.Mm.Name} {one.Cached} {one.Severity}")));
        foreach (var group in found.GroupBy(one => (one.Cpu, one.Mm, Check: CheckOf(one.Cached), one.Severity)))
        {
            var (cpu, mm, check, severity) = group.Key;
            var (start, end) = (group.Min(one => one.Cached.Start), group.Max(one => one.Cached.Range.End));
            var how = severity == Severity.Speculative ? "is lazy, and could walk speculatively" : "can still use";
            var what = $"{mm.Name} {start}..{end}: CPU {cpu} {how} what it has cached, and the tables say otherwise ({group.Count()} entries)";
            yield return new(check, what, severity) { Process = mm.Name, Range = new(start, end) };
        }
    }

    private static string CheckOf(CachedTranslation cached) => cached.IsTable ? "stale walk-cache entry" : "stale translation";
}
