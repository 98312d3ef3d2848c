using System.Xml;
using Emulator.Native;
using Emulator.Tlb;
using static Emulator.Reports.PlotElements;

namespace Emulator.Reports;

/// <summary>
/// The sweep of several CPUs as a picture: the share of accesses that hit, over the working set, a line for each CPU; above of the first
/// level, below of either.
/// </summary>
public static class TlbSweepSvg
{
    private const int Width = 900, Left = 60, Right = 170, Top = 50, PlotHeight = 190, Gap = 60, Bottom = 50;
    private const int PlotWidth = Width - Left - Right;
    private const int Height = Top + (2 * PlotHeight) + Gap + Bottom;

    public static void Write(TlbEntryKind kind, IReadOnlyList<(CpuModel Model, IReadOnlyList<TlbSweepPoint> Points)> sweeps, TextWriter output)
    {
        using (var xml = XmlWriter.Create(output, Settings))
        {
            xml.WriteStartElement("svg", Svg);
            Attributes(xml, ("width", Width), ("height", Height), ("viewBox", $"0 0 {Width} {Height}"));
            Attributes(xml, ("font-family", "sans-serif"), ("font-size", 12));
            Element(xml, "rect", ("width", Width), ("height", Height), ("fill", "#fffdf8"));
            Text(xml, Left, 24, "start", $"Pages of {$"{kind}"[4..]} read in turn, in a shuffled order: share of accesses that hit");
            var (least, most) = (sweeps.Min(sweep => sweep.Points[0].Pages), sweeps.Max(sweep => sweep.Points[^1].Pages));
            Plot(xml, Top, "L1", least, most, kind, sweeps, point => point.L1HitShare);
            Plot(xml, Top + PlotHeight + Gap, "L1 or L2", least, most, kind, sweeps, point => point.HitShare);
            foreach (var (i, (model, _)) in sweeps.Index())
            {
                Element(xml, "rect", ("x", Width - Right + 20), ("y", Top + (20 * i)), ("width", 14), ("height", 4), ("fill", Colors[i % Colors.Length]));
                Text(xml, Width - Right + 40, Top + 6 + (20 * i), "start", model.Name);
            }

            xml.WriteEndElement();
        }

        output.Write('\n');
    }

    private static void Plot(
        XmlWriter xml, int top, string name, int least, int most, TlbEntryKind kind,
        IReadOnlyList<(CpuModel Model, IReadOnlyList<TlbSweepPoint> Points)> sweeps, Func<TlbSweepPoint, double> share)
    {
        double X(int pages) => Left + (PlotWidth * Math.Log2((double)pages / least) / Math.Log2((double)most / least));
        double Y(double value) => top + (PlotHeight * (1 - value));
        Text(xml, Left, top - 8, "start", name);
        Element(xml, "rect", ("x", Left), ("y", top), ("width", PlotWidth), ("height", PlotHeight), ("fill", "none"), ("stroke", "#999"));
        foreach (var percent in new[] { 0, 50, 100 }) Text(xml, Left - 6, (int)Y(percent / 100.0) + 4, "end", $"{percent} %");
        for (var pages = least; pages <= most; pages *= 2)
        {
            Element(xml, "line", ("x1", Number(X(pages))), ("x2", Number(X(pages))), ("y1", top), ("y2", top + PlotHeight), ("stroke", "#eee"));
            var size = new ByteSize((ulong)pages << TlbTag.ShiftOf(kind));
            Text(xml, (int)X(pages), top + PlotHeight + 16, "middle", $"{pages}");
            Text(xml, (int)X(pages), top + PlotHeight + 30, "middle", $"{size}");
        }

        foreach (var (i, (_, points)) in sweeps.Index())
        {
            var line = string.Join(' ', points.Select(point => $"{Number(X(point.Pages))},{Number(Y(share(point)))}"));
            Element(xml, "polyline", ("points", line), ("fill", "none"), ("stroke", Colors[i % Colors.Length]), ("stroke-width", 2));
        }
    }
}
