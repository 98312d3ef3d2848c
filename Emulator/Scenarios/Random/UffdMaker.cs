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
        process.Registered.Add(mapping.Cut(range));
        var mode = dice.Weighted(
            (38, "wp"), (25, "minor"), (15, "missing"), (10, "missing+wp"), (4, "wp+minor"), (4, "missing+minor"), (4, "missing+wp+minor"));
        return $"uffd-register {process.Name} {range} {mode}{(dice.Chance(4) ? " ctx=V" : "")}";
    }

    public static string? Unregister(Drawing drawing, DrawnProcess process)
    {
        if (Registered(drawing, process) is not { } mapping) return null;
        return $"uffd-unregister {process.Name} {MappingMaker.PartOf(drawing.Dice, mapping)}{(drawing.Dice.Chance(4) ? " ctx=V" : "")}";
    }

    public static string? Writeprotect(Drawing drawing, DrawnProcess process)
    {
        if (Registered(drawing, process) is not { } mapping) return null;
        var onOff = drawing.Dice.Chance(70) ? "on" : "off";
        return $"uffd-writeprotect {process.Name} {MappingMaker.PartOf(drawing.Dice, mapping)} {onOff}";
    }

    public static string? Continue(Drawing drawing, DrawnProcess process)
    {
        if (Registered(drawing, process) is not { File.IsGiga: false } mapping) return null;
        return $"uffd-continue {process.Name} {drawing.Dice.Pages(mapping.Range, drawing.Dice.Between(1, ContinuedPagesMax))}";
    }

    /// <summary>Something that was registered, mostly.</summary>
    private static DrawnMapping? Registered(Drawing drawing, DrawnProcess process)
    {
        if (process.Registered.Count > 0 && drawing.Dice.Chance(80)) return drawing.Dice.Of(process.Registered);
        return drawing.Dice.Chance(30) ? drawing.AnyMapping(process) : null;
    }
}
