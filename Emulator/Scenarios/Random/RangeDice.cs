using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>
/// Ranges whose ends stand where something changes: at a 1G (where a table begins and ends), a page beside it, in its middle, and
/// at the ends of what they are drawn from.
/// <code>
///   |start  |1G        |+2M   |+512M       |-2M |1G     end|
/// </code>
/// </summary>
internal static class RangeDice
{
    private static readonly ulong[] Steps = [0, 0, 0, Pmd.Span, Pud.Span / 2, Pud.Span - Pmd.Span];

    /// <summary>A part of a range, or all of it.</summary>
    public static AddrRange Part(this Dice dice, AddrRange of) => dice.Below(10) switch
    {
        0 or 1 => of,
        2 or 3 or 4 => dice.OneGiga(of),
        5 => dice.Pages(of, dice.Between(1, 8)),
        _ => dice.Between(of),
    };

    /// <summary>As many pages at a place that is interesting, fewer at the end.</summary>
    public static AddrRange Pages(this Dice dice, AddrRange of, int count)
    {
        var start = dice.Place(of);
        return new AddrRange(start, start + ((ulong)count * Pmd.Span)).Intersect(of);
    }

    /// <summary>A page's first address in a range.</summary>
    public static VirtAddr Place(this Dice dice, AddrRange of)
    {
        var slots = (int)((of.End - 1).Slot<Pud>() - of.Start.Slot<Pud>()) + 1;
        var slot = of.Start.AlignDown<Pud>() + ((ulong)dice.Below(slots) * Pud.Span);
        var place = slot + (dice.Chance(30) ? (ulong)dice.Below(512) * Pmd.Span : dice.Of(Steps));
        return of.Contains(place) ? place : dice.Chance(50) ? of.Start : of.End - Pmd.Span;
    }

    /// <summary>An aligned 1G of the range, cut to it.</summary>
    private static AddrRange OneGiga(this Dice dice, AddrRange of)
    {
        var start = dice.Place(of).AlignDown<Pud>();
        return new AddrRange(start, start + Pud.Span).Intersect(of);
    }

    private static AddrRange Between(this Dice dice, AddrRange of)
    {
        var (a, b) = (dice.Place(of), dice.Chance(20) ? of.End : dice.Place(of));
        if (a == b) b = a + Pmd.Span;
        return a < b ? new(a, b) : new(b, a);
    }
}
