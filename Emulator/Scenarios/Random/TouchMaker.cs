using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Random touches: a few addresses, or a range.</summary>
internal static class TouchMaker
{
    private const int AddressesMax = 8;

    public static string? Touch(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        return dice.Below(10) switch
        {
            < 5 => TouchEveryGiga(drawing, process),
            < 8 => TouchPlaces(drawing, process),
            _ => TouchRange(drawing, process),
        };
    }

    /// <summary>An address in most of the 1G of a mapping: what shares tables.</summary>
    public static string? TouchEveryGiga(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        if (drawing.AnyMapping(process, withGiga: false) is not { } mapping) return null;
        var addresses = new List<VirtAddr>();
        for (var slot = mapping.Range.Start.AlignDown<Pud>(); slot < mapping.Range.End; slot += Pud.Span)
        {
            var part = new AddrRange(slot, slot + Pud.Span).Intersect(mapping.Range);
            if (dice.Chance(85)) addresses.Add(dice.Place(part));
        }

        return Line(drawing, process, addresses);
    }

    private static string? TouchPlaces(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        var addresses = new List<VirtAddr>();
        for (var count = dice.Between(1, AddressesMax); count > 0; count--)
        {
            if (drawing.AnyMapping(process, withGiga: false) is not { } mapping) return null;
            var address = dice.Place(mapping.Range);
            // Inside a page, and beyond the mapping, where there is a signal.
            if (dice.Chance(3)) address += Pt.Span;
            else if (dice.Chance(2)) address = mapping.Range.End + Pmd.Span;
            addresses.Add(address);
        }

        return Line(drawing, process, addresses);
    }

    private static string? TouchRange(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        if (drawing.AnyMapping(process, withGiga: false) is not { } mapping) return null;
        var isSparse = dice.Chance(60);
        var (range, every) = isSparse
            ? (dice.Part(mapping.Range), dice.Of(Pud.Span, Pud.Span / 2))
            : (dice.Pages(mapping.Range, dice.Between(1, AddressesMax)), Pmd.Span);
        for (var address = range.Start; address < range.End; address += every)
        {
            if (!drawing.Budget.TryTake(process, address)) return null;
        }

        return $"touch {process.Name} {range}{ReadOrWrite(dice, mapping)}{(isSparse ? $" every={new ByteSize(every)}" : "")}";
    }

    private static string? Line(Drawing drawing, DrawnProcess process, List<VirtAddr> addresses)
    {
        var fitting = addresses.Distinct().Order().Take(AddressesMax).Where(address => drawing.Budget.TryTake(process, address)).ToList();
        if (fitting.Count == 0) return null;
        return $"touch {process.Name} {string.Join(',', fitting)}{ReadOrWrite(drawing.Dice, process.At(fitting[0]))}";
    }

    private static string ReadOrWrite(Dice dice, DrawnMapping? mapping) =>
        dice.Chance(mapping is { IsWritable: false } ? 80 : 40) ? " read" : "";
}
