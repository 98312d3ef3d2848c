using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Random madvise, mlock and munlock.</summary>
internal static class AdviceMaker
{
    private const int PopulatedPagesMax = 8;

    private static readonly string[] Flags =
        ["dontdump", "dodump", "normal", "sequential", "random", "willneed", "dontfork", "dofork", "nohugepage"];

    public static string? Madvise(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        var advice = dice.Weighted((35, "dontneed"), (15, "remove"), (7, "populate-read"), (8, "populate-write"), (35, dice.Of(Flags)));
        var populates = advice.StartsWith("populate", StringComparison.Ordinal);
        if (drawing.AnyMapping(process, withGiga: !populates) is not { } mapping) return null;
        var range = populates ? PagesThatFit(drawing, process, mapping) : MappingMaker.PartOf(dice, mapping);
        return range is null ? null : $"madvise {process.Name} {range} {advice}";
    }

    public static string? Mlock(Drawing drawing, DrawnProcess process)
    {
        if (drawing.AnyMapping(process, withGiga: false) is not { } mapping) return null;
        return PagesThatFit(drawing, process, mapping) is { } range ? $"mlock {process.Name} {range}" : null;
    }

    public static string? Munlock(Drawing drawing, DrawnProcess process)
    {
        if (drawing.AnyMapping(process) is not { } mapping) return null;
        return $"munlock {process.Name} {MappingMaker.PartOf(drawing.Dice, mapping)}";
    }

    private static AddrRange? PagesThatFit(Drawing drawing, DrawnProcess process, DrawnMapping mapping)
    {
        var range = drawing.Dice.Pages(mapping.Range, drawing.Dice.Between(1, PopulatedPagesMax));
        for (var address = range.Start; address < range.End; address += Pmd.Span)
        {
            if (!drawing.Budget.TryTake(process, address)) return null;
        }

        return range;
    }
}
