using ScottPlot;

namespace Perf.Plots;

/// <summary>
/// The font of the plots, beside the program: labels are as wide on every machine, and a machine without fonts will do. No type here is one of ScottPlot's:
/// whoever asks the program for its types, as the catalogue of walks does, would load it.
/// </summary>
internal static class PlotFont
{
    internal const string Name = "Ptemu Sans";

    /// <summary>Fonts as wide, glyph by glyph: in an SVG file each glyph has its place.</summary>
    internal const string Families = "'Liberation Sans', Arimo, Arial, Helvetica, sans-serif";

    internal static void Add() => Fonts.AddFontFile(Name, Path.Combine(AppContext.BaseDirectory, "PtemuSans.ttf"));
}
