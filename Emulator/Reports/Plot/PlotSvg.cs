using System.Globalization;
using System.Xml;
using static Emulator.Reports.PlotElements;

namespace Emulator.Reports;

/// <summary>Costs as a picture: both axes logarithmic, a line for each model with its interval, and what was measured as points over it.</summary>
public static class PlotSvg
{
    private const int Width = 860, Height = 460, Left = 70, Right = 190, Top = 46, Bottom = 56;
    private const int PlotWidth = Width - Left - Right, PlotHeight = Height - Top - Bottom;

    public static string Of(string title, string xName, IReadOnlyList<PlotLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var points = lines.SelectMany(line => line.Model.Concat(line.Measured)).ToList();
        var x = new PlotAxis(points.Min(point => point.X), points.Max(point => point.X), 2);
        var y = new PlotAxis(points.Min(point => point.Low), points.Max(point => point.High), 10);
        using var text = new StringWriter();
        using (var xml = XmlWriter.Create(text, Settings))
        {
            xml.WriteStartElement("svg", Svg);
            Attributes(xml, ("width", Width), ("height", Height), ("viewBox", $"0 0 {Width} {Height}"), ("font-family", "sans-serif"), ("font-size", 12));
            Element(xml, "rect", ("width", Width), ("height", Height), ("fill", "#fffdf8"));
            Text(xml, Left, 24, "start", title);
            Axes(xml, x, y, xName);
            foreach (var (i, line) in lines.Index()) Line(xml, x, y, line, Colors[i % Colors.Length], i);
            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static void Axes(XmlWriter xml, PlotAxis x, PlotAxis y, string xName)
    {
        foreach (var tick in x.Ticks)
        {
            Element(xml, "line", ("x1", X(x, tick)), ("x2", X(x, tick)), ("y1", Top), ("y2", Top + PlotHeight), ("stroke", "#eee"));
            Text(xml, X(x, tick), Top + PlotHeight + 16, "middle", tick.ToString("0.##", CultureInfo.InvariantCulture));
        }

        foreach (var tick in y.Ticks)
        {
            Element(xml, "line", ("x1", Left), ("x2", Left + PlotWidth), ("y1", Y(y, tick)), ("y2", Y(y, tick)), ("stroke", "#eee"));
            Text(xml, Left - 6, Y(y, tick), "end", Duration.Of(tick));
        }

        Element(xml, "rect", ("x", Left), ("y", Top), ("width", PlotWidth), ("height", PlotHeight), ("fill", "none"), ("stroke", "#999"));
        Text(xml, Left + (PlotWidth / 2), Height - 16, "middle", xName);
    }

    private static void Line(XmlWriter xml, PlotAxis x, PlotAxis y, PlotLine line, string color, int number)
    {
        var band = line.Model.Select(point => $"{X(x, point.X)},{Y(y, point.High)}")
            .Concat(line.Model.Reverse().Select(point => $"{X(x, point.X)},{Y(y, point.Low)}"));
        Element(xml, "polygon", ("points", string.Join(' ', band)), ("fill", color), ("fill-opacity", "0.12"));
        var model = line.Model.Select(point => $"{X(x, point.X)},{Y(y, point.Y)}");
        Element(xml, "polyline", ("points", string.Join(' ', model)), ("fill", "none"), ("stroke", color), ("stroke-width", 2));
        foreach (var point in line.Measured)
            Element(xml, "circle", ("cx", X(x, point.X)), ("cy", Y(y, point.Y)), ("r", 4), ("fill", color), ("stroke", "#fff"));
        var top = Top + 10 + (20 * number);
        Element(xml, "rect", ("x", Width - Right + 20), ("y", top), ("width", 14), ("height", 4), ("fill", color));
        Text(xml, Width - Right + 40, top + 6, "start", line.Name);
    }

    private static string X(PlotAxis axis, double value) => Number(Left + (PlotWidth * axis.At(value)));

    private static string Y(PlotAxis axis, double value) => Number(Top + (PlotHeight * (1 - axis.At(value))));
}
