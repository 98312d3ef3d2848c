using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Random calls of userfaultfd.</summary>
internal static class UffdMaker
{
    private const int ContinuedPagesMax = 8;

    public static string? Register(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        if (drawing.AnyMapping(process) is not { } mapping) return null;
        var range = MappingMaker.PartOf(dice, mapping);
        var mode = dice.Weighted(
            (38, "wp"), (25, "minor"), (15, "missing"), (10, "missing+wp"), (4, "wp+minor"), (4, "missing+minor"), (4, "missing+wp+minor"));
        var registered = mapping.Cut(range);
        process.Registered.Add(registered);
        if (mode.Contains("wp", StringComparison.Ordinal)) process.WriteProtectable.Add(registered);
        return $"uffd-register {process.Name} {range} {mode}{(dice.Chance(4) ? " ctx=V" : "")}";
    }

    public static string? Unregister(Drawing drawing, DrawnProcess process)
    {
        if (Among(drawing, process, process.Registered) is not { } mapping) return null;
        return $"uffd-unregister {process.Name} {MappingMaker.PartOf(drawing.Dice, mapping)}{(drawing.Dice.Chance(4) ? " ctx=V" : "")}";
    }

    public static string? Writeprotect(Drawing drawing, DrawnProcess process)
    {
        if (Among(drawing, process, process.WriteProtectable) is not { } mapping) return null;
        var onOff = drawing.Dice.Chance(70) ? "on" : "off";
        return $"uffd-writeprotect {process.Name} {MappingMaker.PartOf(drawing.Dice, mapping)} {onOff}";
    }

    public static string? Continue(Drawing drawing, DrawnProcess process)
    {
        if (Among(drawing, process, process.Registered) is not { File.IsGiga: false } mapping) return null;
        var pages = drawing.Dice.Pages(mapping.Range, drawing.Dice.Between(1, ContinuedPagesMax));
        // It maps what the file has, and stops where it has none.
        if (drawing.Dice.Chance(70) && AnyTaken(drawing, mapping) is { } taken) pages = new(taken, taken + Pmd.Span);
        return $"uffd-continue {process.Name} {pages}";
    }

    /// <summary>Where the mapping has a page of the file that somebody took.</summary>
    private static VirtAddr? AnyTaken(Drawing drawing, DrawnMapping mapping)
    {
        var offsets = new AddrRange(default(VirtAddr) + mapping.Offset, default(VirtAddr) + mapping.OffsetOf(mapping.Range.End));
        var taken = drawing.Budget.TakenOf(mapping.File.Name).Where(offsets.Contains).ToList();
        return taken.Count > 0 ? mapping.Range.Start + (drawing.Dice.Of(taken) - offsets.Start) : null;
    }

    /// <summary>One of those, mostly.</summary>
    private static DrawnMapping? Among(Drawing drawing, DrawnProcess process, List<DrawnMapping> registered)
    {
        if (registered.Count > 0 && drawing.Dice.Chance(85)) return drawing.Dice.Of(registered);
        return drawing.Dice.Chance(20) ? drawing.AnyMapping(process) : null;
    }
}
