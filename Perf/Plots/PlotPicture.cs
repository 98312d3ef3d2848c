using System.Text.RegularExpressions;
using Emulator.Reports;
using Perf.Cli;
using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.Plottables;

namespace Perf.Plots;

/// <summary>A plot of costs as a picture. ScottPlot's axes are linear: it gets logarithms, and labels that say the values.</summary>
public static partial class PlotPicture
{
    /// <summary>Pixels of an SVG file; a PNG file has twice as many each way, for screens that show them.</summary>
    public const int Width = 860, Height = 480, PngScale = 2;

    /// <summary>Pixels left of the axis: the name stands clear of the longest label.</summary>
    private const int LeftMin = 76;

    private const string Background = "#fffdf8", Grid = "#e4e0d6", Frame = "#8a857a", Ink = "#1c1a17";

    /// <summary>Okabe and Ito's, which people with any colour vision tell apart (https://jfly.uni-koeln.de/color/).</summary>
    private static readonly string[] LineColors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    static PlotPicture() => PlotFont.Add();

    /// <summary>The same bytes on every machine.</summary>
    public static string Svg(CostPlot costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        using var plot = Draw(costs);
        return Renumbered(plot.GetSvgXml(Width, Height)).Replace(PlotFont.Name, PlotFont.Families, StringComparison.Ordinal).ReplaceLineEndings("\n");
    }

    /// <summary>The same picture on every machine; its bytes are the library's choice.</summary>
    public static byte[] Png(CostPlot costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        using var plot = Draw(costs);
        plot.ScaleFactor = PngScale;
        return plot.GetImageBytes(Width * PngScale, Height * PngScale, ImageFormat.Png);
    }

    private static Color ColorOf(int line) => Color.FromHex(LineColors[line % LineColors.Length]);

    private static ScottPlot.Plot Draw(CostPlot costs)
    {
        Check(costs);
        var plot = new ScottPlot.Plot();
        // One over the other: intervals, lines, points.
        foreach (var (i, line) in costs.Lines.Index()) Interval(plot, line, ColorOf(i));
        foreach (var (i, line) in costs.Lines.Index())
        {
            var isHidden = costs.Lines.Take(i).Any(before => IsOver(line, before));
            Model(plot, line, ColorOf(i), isHidden ? LinePattern.Dashed : LinePattern.Solid);
        }

        foreach (var (i, line) in costs.Lines.Index()) Measured(plot, line, ColorOf(i));
        Axes(plot, costs);
        Legend(plot);
        Texts(plot, costs);
        return plot;
    }

    /// <exception cref="BadInputException">There is nothing to draw, or what has no logarithm.</exception>
    private static void Check(CostPlot costs)
    {
        if (costs.Lines.Count == 0)
            throw new BadInputException($"plot '{costs.Title}': none of the measurements is of its shapes; expected all that ptemu calibrate measures");
        var times = costs.Lines.SelectMany(line => line.Model.Concat(line.Measured)).SelectMany(point => (double[])[point.Low, point.Y, point.High]);
        if (times.Any(time => time is not (> 0 and < double.PositiveInfinity)))
            throw new BadInputException($"plot '{costs.Title}': a time is 0, which has no logarithm; expected costs and measurements above 0");
    }

    /// <summary>Whether a line lies on one that was drawn before: then it is dashed, so that both are seen.</summary>
    private static bool IsOver(PlotLine line, PlotLine before) =>
        line.Model.Zip(before.Model).All(pair => pair.First.X == pair.Second.X && Math.Abs(Math.Log(pair.First.Y / pair.Second.Y)) < 0.03);

    private static void Interval(ScottPlot.Plot plot, PlotLine line, Color color)
    {
        double[] x = [.. line.Model.Select(point => Math.Log2(point.X))];
        var interval = plot.Add.FillY(x, Logs(line.Model, point => point.Low), Logs(line.Model, point => point.High));
        (interval.FillColor, interval.LineWidth) = (color.WithAlpha(0.12), 0);
    }

    private static void Model(ScottPlot.Plot plot, PlotLine line, Color color, LinePattern pattern)
    {
        double[] x = [.. line.Model.Select(point => Math.Log2(point.X))];
        var model = plot.Add.ScatterLine(x, Logs(line.Model, point => point.Y), color);
        (model.LineWidth, model.LinePattern, model.LegendText) = (2.5f, pattern, line.Name);
    }

    private static void Measured(ScottPlot.Plot plot, PlotLine line, Color color)
    {
        if (line.Measured.Count == 0) return;
        double[] x = [.. line.Measured.Select(point => Math.Log2(point.X))], y = Logs(line.Measured, point => point.Y);
        plot.Add.Plottable(new ErrorBar(
            x, y, null, null, Logs(line.Measured, point => point.Y / point.Low), Logs(line.Measured, point => point.High / point.Y))
        { Color = color, LineWidth = 1.5f });
        var points = plot.Add.ScatterPoints(x, y, color);
        points.MarkerStyle.OutlineColor = Color.FromHex(Ink);
        (points.MarkerStyle.OutlineWidth, points.MarkerSize) = (1, 8);
        points.LegendText = $"{line.Name}, measured";
    }

    private static double[] Logs(IEnumerable<PlotPoint> points, Func<PlotPoint, double> value) => [.. points.Select(point => Math.Log10(value(point)))];

    private static void Axes(ScottPlot.Plot plot, CostPlot costs)
    {
        plot.Axes.Margins(0.03, 0.06);
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        plot.Axes.Bottom.TickGenerator = PlotTicks.OfPowers(limits.Left, limits.Right);
        plot.Axes.Left.TickGenerator = costs.IsRatio ? PlotTicks.OfRatios(limits.Bottom, limits.Top) : PlotTicks.OfTimes(limits.Bottom, limits.Top);
        plot.XLabel(costs.XName, 13);
        plot.YLabel(costs.YName, 13);
        plot.Axes.Left.MinimumSize = LeftMin;
        plot.Axes.Color(Color.FromHex(Ink));
        plot.Axes.FrameColor(Color.FromHex(Frame));
        plot.Grid.MajorLineColor = Color.FromHex(Grid);
    }

    private static void Legend(ScottPlot.Plot plot)
    {
        plot.ShowLegend(Edge.Right).Alignment = Alignment.UpperLeft;
        var legend = plot.Legend;
        (legend.OutlineWidth, legend.SymbolWidth) = (0, 30);
        (legend.BackgroundColor, legend.ShadowColor) = (Color.FromHex(Background), Colors.Transparent);
    }

    private static void Texts(ScottPlot.Plot plot, CostPlot costs)
    {
        plot.FigureBackground.Color = Color.FromHex(Background);
        plot.Title(costs.Title, 16);
        plot.Axes.AddPanel(new TitlePanel { Label = { Text = costs.Subtitle, FontName = PlotFont.Name, FontSize = 12, Bold = false } });
        foreach (var label in (LabelStyle[])[plot.Axes.Title.Label, plot.Axes.Bottom.Label, plot.Axes.Left.Label]) label.Bold = false;
        plot.Font.Set(PlotFont.Name);
    }

    /// <summary>Skia numbers the clips of all that a process draws: here they begin with 1 in each file.</summary>
    private static string Renumbered(string svg)
    {
        var ids = new Dictionary<string, string>();
        return ClipId().Replace(svg, match =>
        {
            if (!ids.ContainsKey(match.Value)) ids.Add(match.Value, $"clip{ids.Count + 1}");
            return ids[match.Value];
        });
    }

    [GeneratedRegex("\\bcl_[0-9a-f]+\\b")]
    private static partial Regex ClipId();
}
