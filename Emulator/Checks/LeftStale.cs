using Emulator.Kernel;
using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Checks;

/// <summary>What some CPU could still use although the tables say otherwise: leaf translations and walk-cache entries.</summary>
public static class LeftStale
{
    /// <summary>Those that an access could use.</summary>
    public static long Count(Machine machine, TlbContents tlb)
    {
        var count = 0L;
        foreach (var found in Find(machine, tlb)) count += found.Severity == Severity.Usable ? 1 : 0;
        return count;
    }

    /// <summary>
    /// Each stale entry, with the CPU that holds it and the mm it belongs to. A CPU in lazy TLB mode can only walk it speculatively:
    /// coming back it flushes.
    /// </summary>
    public static IEnumerable<(int Cpu, Mm Mm, CachedTranslation Cached, Severity Severity)> Find(Machine machine, TlbContents tlb)
    {
        foreach (var (cpu, number, held) in tlb.All)
        {
            if (machine.MmOf(number) is not { } mm) continue;
            // No interrupt reaches a CPU that has the mm not loaded: it catches up when it loads it.
            if (machine.Cpus[cpu].FlushesBeforeUse(number, mm.TlbGeneration)) continue;
            var severity = machine.Cpus[cpu].IsLazy ? Severity.Speculative : Severity.Usable;
            foreach (var cached in held)
            {
                if (IsStale(machine, mm, cached)) yield return (cpu, mm, cached, severity);
            }
        }
    }

    /// <summary>A walk of the tables as they are now finds something else, or allows less.</summary>
    private static bool IsStale(Machine machine, Mm mm, CachedTranslation cached)
    {
        const ulong Place = Pte.Address4K | Pte.PageSize | Pte.Present | Pte.User;
        var now = cached.IsTable
            ? PageTables.PudEntry(machine.Arena, mm, cached.Start)
            : PageTables.Leaf(machine.Arena, mm, cached.Start, out _);
        if ((now.Raw & Place) != (cached.Entry.Raw & Place)) return true;
        var allowedMore = cached.Entry.IsWritable && !now.IsWritable;
        var executedMore = (cached.Entry.Raw & Pte.NoExecute) == 0 && (now.Raw & Pte.NoExecute) != 0;
        return allowedMore || executedMore;
    }
}

/// <summary>What a CPU still holds of a mm, and another may hold too.</summary>
internal sealed class StaleEntries(HashSet<CachedTranslation> held) : IEquatable<StaleEntries>
{
    internal int Count => held.Count;

    internal CachedTranslation First { get; } = held.MinBy(one => (one.Start, one.Shift));

    internal AddrRange Range { get; } = new(held.Min(one => one.Start), held.Max(one => one.Range.End));

    public bool Equals(StaleEntries? other) => other is not null && other.Range == Range && other.First == First && held.SetEquals(other.Held);

    public override bool Equals(object? obj) => Equals(obj as StaleEntries);

    public override int GetHashCode() => HashCode.Combine(Range, First, held.Count);

    private HashSet<CachedTranslation> Held => held;
}
