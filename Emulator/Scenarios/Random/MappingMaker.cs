using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Random mmap, munmap and mprotect.</summary>
internal static class MappingMaker
{
    private const int ReservedPagesMax = 32;
    private const int PopulatedPagesMax = 8;

    private static readonly ulong[] Shifts = [Pud.Span, 2 * Pud.Span, Pud.Span, Pud.Span / 2, Pmd.Span];

    public static string? Mmap(Drawing drawing, DrawnProcess process)
    {
        var file = drawing.Dice.Of(drawing.Files);
        return drawing.Dice.Chance(40) ? MmapWhole(process, file) : Mmap(drawing, process, file);
    }

    /// <summary>All of the file where everyone maps it: what shares. Null where there is no room.</summary>
    public static string? MmapWhole(DrawnProcess process, DrawnFile file)
    {
        var range = new AddrRange(file.Home, file.Home + file.Size);
        if (!process.IsFree(range)) return null;
        process.Mappings.Add(new(file, range, ByteSize.Zero, IsShared: true, IsWritable: true));
        return $"mmap {process.Name} {file.Name} {range} shared";
    }

    /// <summary>With any options, anywhere. Null where there is no room.</summary>
    public static string? Mmap(Drawing drawing, DrawnProcess process, DrawnFile file)
    {
        var dice = drawing.Dice;
        var flags = file.IsGiga ? "" : dice.Weighted((90, ""), (5, "reserve"), (5, "populate"));
        var range = flags switch
        {
            "reserve" => dice.Pages(WholeOf(dice, file), dice.Between(1, ReservedPagesMax)),
            "populate" => dice.Pages(WholeOf(dice, file), dice.Between(1, PopulatedPagesMax)),
            _ when file.IsGiga || dice.Chance(60) => new(file.Home, file.Home + file.Size),
            _ => dice.Part(WholeOf(dice, file)),
        };
        var offset = range.Start - file.Home;
        // Elsewhere, but so that tables can be shared; rarely so that they can't.
        if (dice.Chance(15)) range = Moved(range, file.IsGiga ? Pud.Span : dice.Of(Shifts));
        if (!process.IsFree(range)) return dice.Chance(20) ? $"mmap {process.Name} {file.Name} {range} shared" : null;

        var isShared = dice.Chance(86);
        var isReadOnlyFile = dice.Chance(4);
        var protection = isReadOnlyFile && dice.Chance(80) ? "r" : dice.Weighted((80, "rw"), (10, "r"), (5, "rwx"), (5, "none"));
        var isWritable = protection is "rw" or "rwx";
        if (!(isShared && isReadOnlyFile && isWritable)) process.Mappings.Add(new(file, range, offset, isShared, isWritable));
        if (flags.Length > 0 && !HasRoom(drawing, process, range)) flags = "";
        return TraceLine.Of(
            "mmap", process.Name, file.Name, range, isShared ? "shared" : "private",
            TraceLine.Option("prot", protection, "rw"),
            TraceLine.Option("offset", offset, ByteSize.Zero),
            TraceLine.Option("flags", flags, ""),
            TraceLine.Flag("fd=ro", isReadOnlyFile));
    }

    public static string? Munmap(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        if (drawing.AnyMapping(process) is not { } mapping) return null;
        var range = PartOf(dice, mapping);
        if (dice.Chance(10)) range = range with { End = mapping.Range.End + Pud.Span };
        process.Unmap(range);
        return $"munmap {process.Name} {range}";
    }

    public static string? Mprotect(Drawing drawing, DrawnProcess process)
    {
        if (drawing.AnyMapping(process) is not { } mapping) return null;
        var protection = drawing.Dice.Weighted((35, "r"), (40, "rw"), (10, "rwx"), (15, "none"));
        return $"mprotect {process.Name} {PartOf(drawing.Dice, mapping)} {protection}";
    }

    /// <summary>A part of a mapping, in whole pages; rarely more than it.</summary>
    public static AddrRange PartOf(Dice dice, DrawnMapping mapping)
    {
        if (dice.Chance(4)) return mapping.Range with { End = mapping.Range.End + Pud.Span };
        if (!mapping.File.IsGiga) return dice.Part(mapping.Range);
        if (dice.Chance(50)) return mapping.Range;
        var start = dice.Place(mapping.Range).AlignDown<Pud>();
        return new(start, start + Pud.Span);
    }

    private static AddrRange WholeOf(Dice dice, DrawnFile file)
    {
        var isLonger = file.Size < FileMaker.SizeMax && dice.Chance(20);
        return new(file.Home, file.Home + file.Size + (isLonger ? Pud.Span : 0));
    }

    private static AddrRange Moved(AddrRange range, ulong by) => new(range.Start + by, range.End + by);

    private static bool HasRoom(Drawing drawing, DrawnProcess process, AddrRange range)
    {
        for (var address = range.Start; address < range.End; address += Pmd.Span)
        {
            if (!drawing.Budget.TryTake(process, address)) return false;
        }

        return true;
    }
}
