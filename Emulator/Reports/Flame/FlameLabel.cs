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
