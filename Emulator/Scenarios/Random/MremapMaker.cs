using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Random mremap: those that can't move, and on request those that do.</summary>
internal static class MremapMaker
{
    public static string? InPlace(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        if (drawing.AnyMapping(process, withGiga: false) is not { } mapping) return null;
        var range = dice.Chance(60) ? mapping.Range : dice.Part(mapping.Range);
        switch (dice.Below(10))
        {
            case 0:
                return $"mremap {process.Name} {range} length={range.Length + new ByteSize(Pmd.Span)}{Maymove(dice)}";
            case 1:
                return $"mremap {process.Name} {range} length={range.Length}{Maymove(dice)}";
            case 2:
                return $"mremap {process.Name} {range} length={range.Length} maymove dontunmap";
        }

        var end = dice.Place(range);
        if (end == range.Start) end = range.End - Pmd.Span;
        if (end > range.Start) process.Unmap(new(end, range.End));
        return $"mremap {process.Name} {range} length={end - range.Start}{Maymove(dice)}";
    }

    /// <summary>A move to a free place or to a mapped one, at the same place of its 1G or at another; it may shrink.</summary>
    public static string? Move(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        if (drawing.AnyMapping(process, withGiga: false) is not { } mapping) return null;
        var range = dice.Chance(60) ? mapping.Range : dice.Part(mapping.Range);
        var length = dice.Chance(15) && range.Length > new ByteSize(Pud.Span) ? range.Length - new ByteSize(Pud.Span) : range.Length;
        var inside = dice.Weighted((70, 0UL), (10, Pud.Span / 2), (20, (ulong)dice.Below(512) * Pmd.Span));
        var to = range.Start + ((ulong)dice.Between(1, 14) * Pud.Span) + inside;
        var target = new AddrRange(to, to + length);
        if (!target.Overlaps(range))
        {
            var moved = mapping with { Range = target, Offset = mapping.OffsetOf(range.Start) };
            process.Unmap(target);
            process.Unmap(range);
            process.Mappings.Add(moved);
        }

        return $"mremap {process.Name} {range} length={length} to={to}";
    }

    private static string Maymove(Dice dice) => dice.Chance(30) ? " maymove" : "";
}
