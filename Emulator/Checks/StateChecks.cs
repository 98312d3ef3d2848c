using Emulator.Kernel;
using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Checks;

/// <summary>What must hold after each statement, whatever it was. What was so after the statement before already is not found again.</summary>
public sealed class StateChecks(Machine machine)
{
    private const int SlotsShown = 4;

    private readonly ShareCounts _counts = new();
    private readonly EntriesAgainstVmas _entries = new(machine);

    // What was found after the statement before, and what is found now.
    private HashSet<(string, string)> _known = [];
    private HashSet<(string, string)> _now = [];

    /// <param name="changed">What the statement changed; null to look at everything.</param>
    /// <returns>What is found for the first time.</returns>
    public IReadOnlyList<Violation> Find(TlbContents tlb, ChangedTables? changed = null)
    {
        (_known, _now) = (_now, []);
        return
        [
            .. _counts.Find(machine, changed)
                .Concat(_entries.Find(changed))
                .Where(one => IsNew(one.Check, one.What))
                .Concat(machine.Processes.SelectMany(mm => LeftSharedOf(mm, changed)))
                .Concat(Stale(tlb, changed)),
        ];
    }

    private bool IsNew(string check, string what) => _now.Add((check, what)) && !_known.Contains((check, what));

    private IEnumerable<Violation> LeftSharedOf(Mm mm, ChangedTables? changed)
    {
        var slots = LeftShared.Ranges(machine, mm).Where(slot => IsNew(CheckNames.LeftShared, $"{mm.Number} {slot}")).ToList();
        if (slots.Count == 0) yield break;
        var table = PageTables.PudEntry(machine.Arena, mm, slots[0]).TableAddress;
        var range = new AddrRange(slots[0], slots[^1] + Pud.Span);
        var what = $"{Place.Of(mm, range)}: {Count(slots.Count, "table")} of a registered range{Slots(slots)}, and "
            + $"{Sharers.Of(machine, table)} use the first";
        yield return new(CheckNames.LeftShared, what) { Process = mm.Name, Range = range, Stack = changed?.CallPathTo(mm, range) ?? [] };
    }

    /// <summary>Several may have others between them that are not.</summary>
    private static string Slots(List<VirtAddr> slots)
    {
        if (slots.Count == 1) return "";
        var shown = slots.Take(SlotsShown).Select(slot => $"{new AddrRange(slot, slot + Pud.Span)}");
        return $" ({string.Join(", ", shown)}{(slots.Count > SlotsShown ? ", ..." : "")})";
    }

    /// <summary>One finding for what CPUs hold of a mm, where they hold the same.</summary>
    private IEnumerable<Violation> Stale(TlbContents tlb, ChangedTables? changed)
    {
        var found = LeftStale.Find(machine, tlb)
            .Where(one => IsNew(CheckOf(one.Cached), $"{one.Cpu} {one.Mm.Number} {one.Cached} {one.Severity}"))
            .GroupBy(one => (one.Cpu, one.Mm, Check: CheckOf(one.Cached), one.Severity), one => one.Cached)
            .Select(held => (held.Key, Held: new StaleEntries([.. held])))
            .GroupBy(one => (one.Key.Mm, one.Key.Check, one.Key.Severity, one.Held), one => one.Key.Cpu);
        foreach (var group in found)
        {
            var (mm, check, severity, held) = group.Key;
            var cpus = group.Order().ToList();
            var how = (severity == Severity.Speculative, cpus.Count == 1) switch
            {
                (true, true) => "is lazy, and could walk speculatively through",
                (true, false) => "are lazy, and could each walk speculatively through",
                (false, true) => "can still use",
                _ => "can each still use",
            };
            var what = $"{Place.Of(mm, held.Range)}: {CpuNames.Of(cpus)} {how} {Count(held.Count, "cached entry", "cached entries")} "
                + $"that the tables do not have (the first: {TargetOf(held.First)})";
            yield return new(check, what, severity) { Process = mm.Name, Range = held.Range, Stack = changed?.CallPathTo(mm, held.Range) ?? [] };
        }
    }

    private static string TargetOf(CachedTranslation cached)
    {
        var how = cached.Entry.IsWritable ? "writable" : "read-only";
        return cached.IsTable ? $"table {cached.Entry.TableAddress}" : $"page {cached.Entry.TableAddress}, {how}";
    }

    private static string Count(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";

    private static string CheckOf(CachedTranslation cached) => cached.IsTable ? CheckNames.StaleWalkCacheEntry : CheckNames.StaleTranslation;
}
