using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>The files of a random trace, and random fallocate and truncate.</summary>
internal static class FileMaker
{
    public static readonly ByteSize SizeMax = ByteSize.FromGiga(8);

    private const int AllocatedPagesMax = 6;

    // Each file has a place of its own, far enough from the next.
    private static readonly ByteSize Apart = ByteSize.FromGiga(32);

    // Below, at, and across a multiple of 512G, where the PUD table changes.
    private static readonly VirtAddr[] Homes = [.. new[] { "8G", "16T", "511G", "16T+509G", "16T+510G+512M", "64T+512G" }.Select(Address)];

    private static readonly ByteSize[] Sizes =
        [.. new[] { "1G", "2G", "2G", "3G", "3G", "4G", "4G", "6G", "8G", "2G+512M", "3G+2M" }.Select(ByteSize.Parse)];

    public static IEnumerable<string> Files(Drawing drawing)
    {
        var dice = drawing.Dice;
        var home = dice.Of(Homes);
        var names = new List<string> { "F" };
        if (dice.Chance(20)) names.Add("G");
        if (dice.Chance(5)) names.Add("H");
        foreach (var name in names)
        {
            var isGiga = name == "H";
            // A mapping of 1 GB pages begins at one.
            var at = isGiga ? home.AlignUp<Pud>() : home;
            drawing.Files.Add(new(name, isGiga ? ByteSize.FromGiga(4) : dice.Of(Sizes), isGiga, at));
            home += Apart;
        }

        return drawing.Files.Select(file => $"file {file.Name} {file.Size}{(file.IsGiga ? " hugepage=1G" : "")}");
    }

    public static string? Punch(Drawing drawing, DrawnProcess process)
    {
        var file = drawing.Dice.Of(drawing.Files);
        return $"fallocate {process.Name} {file.Name} {drawing.Dice.Part(OffsetsOf(file))} punch";
    }

    public static string? Fallocate(Drawing drawing, DrawnProcess process)
    {
        var file = drawing.Files[0];
        var range = drawing.Dice.Pages(OffsetsOf(file), drawing.Dice.Between(1, AllocatedPagesMax));
        for (var offset = range.Start; offset < range.End; offset += Pmd.Span)
        {
            if (!drawing.Budget.TryTake(file.Name, offset - default(VirtAddr))) return null;
        }

        return $"fallocate {process.Name} {file.Name} {range}";
    }

    /// <summary>Shorter, mostly; back to where it was; rarely empty or longer.</summary>
    public static string? Truncate(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        var file = dice.Of(drawing.Files);
        var place = dice.Place(OffsetsOf(file)) - default(VirtAddr);
        if (file.IsGiga) place = ByteSize.FromGiga((ulong)dice.Below(5));
        var size = dice.Weighted((50, place), (40, file.Size), (5, ByteSize.Zero), (5, SizeMax));
        return $"truncate {process.Name} {file.Name} {size}";
    }

    private static AddrRange OffsetsOf(DrawnFile file) => new(default, default(VirtAddr) + file.Size);

    private static VirtAddr Address(string text) => default(VirtAddr) + ByteSize.Parse(text);
}
