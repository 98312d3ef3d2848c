using System.Reflection;
using Emulator.Costs;
using Emulator.Reports;
using Perf.Cli;
using Perf.Plots;
using SkiaSharp;
using Tests.Perf;

namespace Tests.Costs;

/// <summary>The pictures of docs/costs.md and docs/storm.md.</summary>
public class PlotTests
{
    private const BindingFlags Everything =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly PlotPoint[] Steep = [At(1, 100), At(4, 10_000)], Flat = [At(1, 1000), At(4, 1000)];

    [Fact]
    public void The_documentation_has_the_plots_that_the_command_draws()
    {
        using var folder = new TemporaryFolder();
        var written = Cli.Run("plots", "-o", folder.Root).Succeeded().Lines;
        Assert.Equal(["tables.svg", "tables.png", "sharers.svg", "sharers.png", "cpus.svg", "cpus.png"], written.Select(Path.GetFileName));
        foreach (var path in written)
        {
            var document = Path.Combine(Repository.Root, "docs/plots", Path.GetFileName(path));
            if (Path.GetExtension(path) == ".svg") Golden.Check(document, File.ReadAllText(path));
            else Golden.CheckPicture(document, File.ReadAllBytes(path));
        }
    }

    /// <summary>All are drawn before the first is written.</summary>
    [Fact]
    public void What_cannot_be_drawn_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var measured = Path.Combine(Repository.Root, "Perf/Profiles/epyc-zen3-kvm.jsonl");
        var few = folder.Write("few.jsonl", string.Join('\n', File.ReadLines(measured).Take(2)));
        var result = Cli.Run("plots", "--measured", few, "--format", "svg", "-o", Path.Combine(folder.Root, "plots"));
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains("none of the measurements is of its shapes", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Root, "plots")));
    }

    [Fact]
    public void A_time_of_nothing_is_refused()
    {
        var refused = Assert.Throws<BadInputException>(() => PlotPicture.Svg(Plot(new PlotLine("a", [At(1, 0), At(4, 100)], []))));
        Assert.Contains("a time is 0, which has no logarithm", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Both axes are logarithmic: what lies between two points in both, lies between them in the picture; a bar ends where its values are.</summary>
    [Fact]
    public void A_point_stands_where_its_value_is()
    {
        var svg = new PlotFile(PlotPicture.Svg(Plot(new PlotLine("a", Steep, [new(2, 1000, 100, 10_000)]))));
        var line = Assert.Single(svg.Lines(0));
        var (x, y) = Assert.Single(svg.Points(0));
        Assert.Equal((line[0].X + line[1].X) / 2, x, 0.01);
        Assert.Equal((line[0].Y + line[1].Y) / 2, y, 0.01);
        Assert.True(line[0].Y > line[1].Y && line[0].X < line[1].X);
        Assert.Equal([line[1].Y, line[0].Y], svg.BarEnds(0), (expected, actual) => Math.Abs(expected - actual) < 0.01);
        Assert.Equal(["1", "1.5", "2", "3", "4"], svg.LabelsBelow(line));
        Assert.Equal(["100ns", "1.0us", "10us"], svg.LabelsLeftOf(line));
    }

    /// <summary>A PNG file is drawn twice as large, from the same description: each point of a line in the file has the line's colour there.</summary>
    [Fact]
    public void A_png_has_each_line_in_its_colour_where_the_svg_has_it()
    {
        var plot = Plot(new PlotLine("a", Steep, []), new PlotLine("b", Flat, [At(3, 5000)]));
        var svg = new PlotFile(PlotPicture.Svg(plot));
        using var png = SKBitmap.Decode(PlotPicture.Png(plot));
        Assert.Equal((2 * PlotPicture.Width, 2 * PlotPicture.Height), (png.Width, png.Height));
        foreach (var i in (int[])[0, 1])
        {
            var ends = Assert.Single(svg.Lines(i));
            // Away from where the lines cross, in the middle.
            foreach (var part in (double[])[0.1, 0.25, 0.75, 0.9])
                AssertColor(i, png, ends[0].X + (part * (ends[1].X - ends[0].X)), ends[0].Y + (part * (ends[1].Y - ends[0].Y)));
        }

        var (x, y) = Assert.Single(svg.Points(1));
        AssertColor(1, png, x, y);
        AssertIsNot(1, png, x, y - 40);
    }

    /// <summary>6.12 and 6.19 take the same time in the storm: the second line is dashed, and the first shows through.</summary>
    [Fact]
    public void Of_two_lines_in_one_place_both_are_seen()
    {
        var plot = Plot(new PlotLine("a", Flat, []), new PlotLine("b", Flat, []), new PlotLine("c", Steep, []));
        var svg = new PlotFile(PlotPicture.Svg(plot));
        var ends = Assert.Single(svg.Lines(0));
        using var png = SKBitmap.Decode(PlotPicture.Png(plot));
        var along = Enumerable.Range(1, 99).Select(i => Pixel(png, ends[0].X + (i / 100.0 * (ends[1].X - ends[0].X)), ends[0].Y)).ToList();
        Assert.InRange(along.Count(pixel => IsNear(pixel, PlotFile.ColorOf(0))), 20, 80);
        Assert.InRange(along.Count(pixel => IsNear(pixel, PlotFile.ColorOf(1))), 20, 80);
    }

    [Fact]
    public void Text_is_in_the_programs_own_font_and_the_picture_says_what_it_shows()
    {
        var svg = new PlotFile(PlotPicture.Svg(Plot(new PlotLine("a", Steep, [At(2, 1000)]))));
        Assert.Equal([PlotFile.Families], svg.Fonts);
        foreach (var text in (string[])["title", "subtitle", "on two lines", "x of it", "time of it", "a", "a, measured"]) Assert.Contains(text, svg.Texts);
    }

    [Fact]
    public void A_picture_is_the_same_as_another_only_if_it_looks_so()
    {
        var (one, other) = (Plot(new PlotLine("a", Steep, [])), Plot(new PlotLine("b", Steep, [])));
        Assert.True(Golden.IsSamePicture(PlotPicture.Png(one), PlotPicture.Png(one)));
        Assert.False(Golden.IsSamePicture(PlotPicture.Png(one), PlotPicture.Png(Plot(new PlotLine("a", Flat, [])))));
        Assert.Equal(PlotPicture.Svg(other), PlotPicture.Svg(other));
    }

    [Fact]
    public void Without_measurements_there_is_no_plot_of_sharers()
    {
        using var folder = new TemporaryFolder();
        var written = Cli.Run("plots", "--profile", "provisional", "--format", "png", "-o", folder.Root).Succeeded().Lines;
        Assert.Equal(["tables.png", "cpus.png"], written.Select(Path.GetFileName));
        Assert.Equal(["tables.svg", "cpus.svg"],
            Cli.Run("plots", "--profile", "provisional", "--format", "svg", "-o", folder.Root).Succeeded().Lines.Select(Path.GetFileName));
    }

    /// <summary>Each shape over the model of its own size: whatever the size, what takes twice as long stands at 2.</summary>
    [Fact]
    public void What_takes_as_long_as_the_model_says_stands_on_the_line_of_the_sharers()
    {
        var profile = CalibrationTests.Profile;
        var measured = ProfileFiles.MeasuredOf(profile, "epyc-zen3-kvm")!;
        Observation Taking(Observation one, double times) => new(one.Shape, one.Calls, [times * profile.RangeOf(one.Calls).Nanoseconds]);
        ObservationFile All(double times) => measured with
        {
            Calibration = [.. measured.Calibration.Select(one => Taking(one, times))],
            HeldOut = [.. measured.HeldOut.Select(one => Taking(one, times))],
        };
        foreach (var times in (double[])[1, 2])
        {
            var plot = CostPlots.Sharers(profile, All(times));
            var line = Assert.Single(plot.Lines);
            Assert.True(plot.IsRatio && line.Measured.Count == 8);
            Assert.All(line.Measured, point => Assert.Equal(times, point.Y, 1e-9));
            Assert.All(line.Model, point => Assert.True(point is { Y: 1, Low: < 1, High: > 1 }));
        }
    }

    [Fact]
    public void A_profile_has_the_points_that_lie_beside_it_and_no_others()
    {
        using var folder = new TemporaryFolder();
        var profiles = Path.Combine(Repository.Root, "Perf/Profiles");
        var text = File.ReadAllText(Path.Combine(profiles, "epyc-zen3-kvm.json"));
        var lines = File.ReadAllText(Path.Combine(profiles, "epyc-zen3-kvm.jsonl"));
        var mine = folder.Write("mine.json", text);
        Assert.DoesNotContain("sharers.svg", Names());
        folder.Write("mine.jsonl", lines);
        Assert.Contains("sharers.svg", Names());
        var tables = File.ReadAllText(Path.Combine(folder.Root, "tables.svg"));
        Assert.DoesNotContain("another machine or time", tables, StringComparison.Ordinal);
        // Of the same name, but measured at another time: neither those beside it nor those of that name.
        folder.Write("mine.json", text.Replace("2026-11-27", "2026-11-28", StringComparison.Ordinal));
        Assert.DoesNotContain("sharers.svg", Names());
        Assert.Contains("sharers.svg", Names("--measured", Path.Combine(folder.Root, "mine.jsonl")));
        foreach (var name in (string[])["tables.svg", "sharers.svg"])
        {
            var texts = new PlotFile(File.ReadAllText(Path.Combine(folder.Root, name))).Texts;
            Assert.Contains("the points are of another machine or time than the profile: AMD EPYC, 2026-11-27", texts);
        }

        IEnumerable<string?> Names(params string[] more) =>
            Cli.Run(["plots", "--profile", mine, "--format", "svg", "-o", folder.Root, .. more]).Succeeded().Lines.Select(Path.GetFileName);
    }

    [Fact]
    public void Bad_words_are_refused_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        var (none, gif) = (Cli.Run("plots", "--measured", "none.jsonl", "-o", folder.Root), Cli.Run("plots", "--format", "gif", "-o", folder.Root));
        Assert.Equal((ExitStatus.BadInput, ExitStatus.BadInput), (none.Status, gif.Status));
        Assert.Contains("none.jsonl: there is no such file", none.Error, StringComparison.Ordinal);
        Assert.Contains("there is no format 'gif'; expected svg or png", gif.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    /// <summary>Else the catalogue of walks, which looks at all types, would load the library in every command that has it.</summary>
    [Fact]
    public void No_type_of_the_program_is_made_of_the_librarys() => Assert.Empty(
        from type in typeof(PlotPicture).Assembly.GetTypes()
        from part in type.GetFields(Everything).Select(field => field.FieldType).Concat(type.GetInterfaces()).Append(type.BaseType)
        where part?.Assembly.GetName().Name is "ScottPlot" or "SkiaSharp"
        select $"{type}: {part}");

    private static PlotPoint At(double x, double y) => new(x, y, y, y);

    private static CostPlot Plot(params PlotLine[] lines) => new("title", "subtitle\non two lines", "x of it", "time of it", lines);

    private static SKColor Pixel(SKBitmap png, double x, double y) =>
        png.GetPixel((int)(x * PlotPicture.PngScale), (int)(y * PlotPicture.PngScale));

    private static void AssertColor(int line, SKBitmap png, double x, double y) =>
        Assert.True(IsNear(Pixel(png, x, y), PlotFile.ColorOf(line)), $"{x} {y}: {Pixel(png, x, y)}, not {PlotFile.ColorOf(line)}");

    private static void AssertIsNot(int line, SKBitmap png, double x, double y) => Assert.False(IsNear(Pixel(png, x, y), PlotFile.ColorOf(line)));

    private static bool IsNear(SKColor one, SKColor other) =>
        Math.Abs(one.Red - other.Red) + Math.Abs(one.Green - other.Green) + Math.Abs(one.Blue - other.Blue) < 40;
}
