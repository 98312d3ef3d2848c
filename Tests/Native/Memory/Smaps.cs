using System.Globalization;
using Emulator.Native;

namespace Tests.Native;

/// <summary>A mapping of this process as /proc/self/smaps shows it.</summary>
internal sealed record Smaps(AddrRange Range, string Access, ulong ResidentBytes, string[] Flags)
{
    /// <summary>The mappings that overlap a range, in order.</summary>
    internal static List<Smaps> Of(AddrRange range) => [.. Read().Where(mapping => mapping.Range.Overlaps(range))];

    internal static Smaps At(VirtAddr address) => Assert.Single(Read(), mapping => mapping.Range.Contains(address));

    private static List<Smaps> Read()
    {
        var mappings = new List<Smaps>();
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "Rss:") mappings[^1] = mappings[^1] with { ResidentBytes = Number(words[1], NumberStyles.None) * 1024 };
            else if (words[0] == "VmFlags:") mappings[^1] = mappings[^1] with { Flags = words[1..] };
            else if (words[0].Contains('-', StringComparison.Ordinal)) mappings.Add(new(RangeOf(words[0]), words[1], 0, []));
        }

        return mappings;
    }

    private static AddrRange RangeOf(string text)
    {
        var ends = text.Split('-').Select(end => new VirtAddr(Number(end, NumberStyles.AllowHexSpecifier))).ToList();
        return new(ends[0], ends[1]);
    }

    private static ulong Number(string text, NumberStyles style) => ulong.Parse(text, style, CultureInfo.InvariantCulture);
}
