using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Tests.Costs;

/// <summary>A plot as it stands in an SVG file: what was drawn in the colour of each line, and the texts with their places.</summary>
internal sealed class PlotFile(string svg)
{
    internal const string Families = "'Liberation Sans', Arimo, Arial, Helvetica, sans-serif";

    // In order of the lines, as the documentation's pictures have them.
    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73"];

    private readonly XElement _root = XElement.Parse(svg);

    internal static SKColor ColorOf(int line) => SKColor.Parse(Colors[line]);

    internal IEnumerable<string> Fonts => Named("text").Select(text => (string)text.Attribute("font-family")!).Distinct();

    internal IEnumerable<string> Texts => Named("text").Select(text => text.Value.Trim());

    /// <summary>The lines of the plot (not the legend's, which are outside of its clip), each by its corners.</summary>
    internal IEnumerable<IReadOnlyList<(double X, double Y)>> Lines(int line) => Paths(line, "2.5").Select(CornersOf);

    /// <summary>Top and bottom of all bars.</summary>
    internal double[] BarEnds(int line)
    {
        var heights = Paths(line, "1.5").SelectMany(CornersOf).Select(corner => corner.Y).ToList();
        return [heights.Min(), heights.Max()];
    }

    internal IEnumerable<(double X, double Y)> Points(int line) => Named("ellipse")
        .Where(one => (string?)one.Attribute("fill") == Colors[line] && IsInPlot(one))
        .Select(one => ((double)one.Attribute("cx")!, (double)one.Attribute("cy")!));

    internal string[] LabelsBelow(IReadOnlyList<(double X, double Y)> line) =>
        [.. Labels().Where(label => label.Y > line[0].Y + 5 && label.Text.All(c => char.IsDigit(c) || c == '.'))
            .OrderBy(label => label.X).Select(label => label.Text)];

    internal string[] LabelsLeftOf(IReadOnlyList<(double X, double Y)> line) =>
        [.. Labels().Where(label => label.X < line[0].X && label.Text.EndsWith('s')).OrderByDescending(label => label.Y).Select(label => label.Text)];

    private IEnumerable<(double X, double Y, string Text)> Labels() =>
        from text in Named("text")
        let transform = (string)text.Attribute("transform")!
        where transform.StartsWith("translate(", StringComparison.Ordinal)
        let place = NumbersIn(transform["translate(".Length..^1])
        select (place[0], place[1], text.Value.Trim());

    private IEnumerable<XElement> Paths(int line, string width) => Named("path")
        .Where(one => (string?)one.Attribute("stroke") == Colors[line] && (string?)one.Attribute("stroke-width") == width && IsInPlot(one));

    /// <summary>The legend has a clip too, which is narrower.</summary>
    private static bool IsInPlot(XElement element) =>
        element.Parent!.Attribute("clip-path") is not null && (double)element.Parent.ElementsBeforeSelf().Last().Elements().Single().Attribute("width")! > 300;

    private static IReadOnlyList<(double X, double Y)> CornersOf(XElement path) =>
        [.. ((string)path.Attribute("d")!).Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries).Select(NumbersIn).Select(pair => (pair[0], pair[1]))];

    private static double[] NumbersIn(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];

    private IEnumerable<XElement> Named(string name) => _root.Descendants().Where(one => one.Name.LocalName == name);
}
