using System.Globalization;

namespace Emulator.Reports;

/// <summary>What is written on a frame, and what is said of it; and its colour, which follows from the name alone.</summary>
internal static class FlameLabel
{
    /// <summary>Width of a monospace glyph of 12 px: 0.6 em, and a little for rounding.</summary>
    public const decimal GlyphPixels = 7.25m;

    /// <summary>Left and right of a label together.</summary>
    public const decimal PaddingPixels = 6;

    /// <summary>As much of the name as fits; nothing where fewer than three glyphs fit. The script does the same after a zoom.</summary>
    public static string Fit(string name, decimal widthPixels)
    {
        var glyphs = (int)((widthPixels - PaddingPixels) / GlyphPixels);
        if (glyphs < 3) return "";
        return name.Length <= glyphs ? name : name[..(glyphs - 2)] + "..";
    }

    /// <summary>The tooltip: the name on the first line (the script searches that), the numbers on the second.</summary>
    public static string Tip(FlameFrame frame, double allNs)
    {
        var calls = frame.Calls > 0 ? Group(frame.Calls) + (frame.Calls == 1 ? " call, " : " calls, ") : "";
        var percent = Math.Round(allNs > 0 ? frame.TotalNs / allNs * 100 : 0, 2).ToString("0.00", CultureInfo.InvariantCulture);
        var self = frame.Children.Count > 0 && frame.SelfNs > 0 ? $", self {Group(frame.SelfNs)} ns" : "";
        return $"{frame.Name}\n{calls}{Group(frame.TotalNs)} ns ({percent}%){self}";
    }

    /// <summary>A warm colour, #rrggbb, light enough for black text. FNV-1a: .NET's own string hash differs from run to run.</summary>
    public static string Colour(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name) hash = unchecked((hash ^ c) * 16777619u);
        hash ^= hash >> 15;
        var red = 226 + (hash % 26);
        var green = 96 + ((hash >> 8) % 118);
        var blue = 48 + ((hash >> 20) % 52);
        return string.Create(CultureInfo.InvariantCulture, $"#{red:x2}{green:x2}{blue:x2}");
    }

    /// <summary>With commas between thousands, to a tenth.</summary>
    public static string Group(double number) => Math.Round(number, 1).ToString("#,##0.#", CultureInfo.InvariantCulture);
}

/// <summary>The style sheet of a flame graph: it names only what is inside <c>svg.flame</c>, so that several fit into one page.</summary>
internal static class FlameStyle
{
    public const string Text = """

        svg.flame { font: 12px "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace; background: #fffdf8; }
        svg.flame text { fill: #1c1a17; }
        svg.flame .title { font-size: 17px; font-weight: bold; text-anchor: middle; }
        svg.flame .subtitle { fill: #6b6459; text-anchor: middle; }
        svg.flame .matched { text-anchor: end; }
        svg.flame .frame { cursor: pointer; outline: none; }
        svg.flame .frame rect { stroke: #fffdf8; stroke-width: 0.6; }
        svg.flame .frame text { pointer-events: none; white-space: pre; }
        svg.flame .frame:hover rect { stroke: #1c1a17; stroke-width: 1; }
        svg.flame .frame:focus-visible rect { stroke: #1c1a17; stroke-width: 2; }
        svg.flame .frame.caller { opacity: 0.55; }
        svg.flame .frame.hit rect { fill: #6db3f8; }
        svg.flame .hidden { display: none; }
        svg.flame .reset { cursor: pointer; }
        svg.flame .reset rect { fill: #f3ede0; stroke: #b8ad99; }
        svg.flame .reset:focus-visible rect { stroke: #1c1a17; stroke-width: 2; }
        svg.flame .reset { outline: none; }
        svg.flame input { box-sizing: border-box; width: 100%; height: 100%; font: inherit; color: #1c1a17; background: #fff;
          border: 1px solid #b8ad99; border-radius: 3px; padding: 0 6px; }
        svg.flame input.wrong { border-color: #c00; background: #fee; }

        """;
}
