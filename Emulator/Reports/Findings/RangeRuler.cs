using Emulator.Native;

namespace Emulator.Reports;

/// <summary>Ranges of addresses under a ruler that is marked at each 1G, or at a power of two of that where they are long.</summary>
public static class RangeRuler
{
    private const int MarksMax = 6;
    private const int MarkWidth = 14;
    private const int NameWidth = 10;

    /// <param name="ranges">Their names and what to say of them at the line's end.</param>
    /// <returns>Lines; none where no range has a byte.</returns>
    public static IReadOnlyList<string> Draw(IReadOnlyList<(string Name, AddrRange Range, string Text)> ranges)
    {
        var drawn = ranges.Where(one => !one.Range.IsEmpty).ToList();
        if (drawn.Count == 0) return [];
        var unit = Pud.Span;
        AddrRange whole;
        while (Marks(whole = Aligned(drawn.Select(one => one.Range), unit), unit) > MarksMax) unit *= 2;

        var width = MarkWidth * Marks(whole, unit);
        var lines = new List<string> { "", "" };
        for (var mark = whole.Start; mark <= whole.End; mark += unit)
        {
            lines[0] = lines[0].PadRight(NameWidth + Column(mark)) + mark;
            lines[1] = lines[1].PadRight(NameWidth + Column(mark), lines[1].Length == 0 ? ' ' : '-') + '|';
        }

        lines.AddRange(drawn.Select(one => $"{one.Name.PadRight(NameWidth)}{Bar(one.Range).PadRight(width + 2)}{one.Text}".TrimEnd()));
        return lines;

        int Column(VirtAddr address) => (int)((UInt128)(address - whole.Start).Bytes * MarkWidth / unit);

        // Half-open, and never shorter than its two ends.
        string Bar(AddrRange range)
        {
            var (start, end) = (Column(range.Start), Column(range.End));
            return $"{new string(' ', start)}[{new string('=', Math.Max(0, end - start - 1))})";
        }
    }

    private static AddrRange Aligned(IEnumerable<AddrRange> ranges, ulong unit)
    {
        var (start, end) = (ranges.Min(range => range.Start.Value), ranges.Max(range => range.End.Value));
        return new(new(start / unit * unit), new(((end - 1) / unit + 1) * unit));
    }

    private static int Marks(AddrRange range, ulong unit) => (int)Math.Min(int.MaxValue / MarkWidth, range.Length.Bytes / unit);
}
