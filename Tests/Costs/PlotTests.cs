using System.Xml.Linq;
using Emulator.Reports;
using Perf;
using Tests.Perf;

namespace Tests.Costs;

/// <summary>The pictures of docs/costs.md and docs/storm.md.</summary>
public class PlotTests
{
    [Fact]
    public void The_documentation_has_the_plots_that_the_command_draws()
    {
        using var folder = new TemporaryFolder();
        var written = Cli.Run("plots", "-o", folder.Root).Succeeded().Lines;
        Assert.Equal(["tables.svg", "sharers.svg", "cpus.svg"], written.Select(Path.GetFileName));
        Assert.All(written, path => Golden.Check(Path.Combine(Repository.Root, "docs/plots", Path.GetFileName(path)), File.ReadAllText(path)));
    }

    /// <summary>A decade up is as far everywhere; a line goes through what it is given, a circle stands for each point.</summary>
    [Fact]
    public void A_point_stands_where_its_value_is()
    {
        var svg = XElement.Parse(PlotSvg.Of("t", "x", [new("a", [new(1, 100, 100, 100), new(4, 10_000, 10_000, 10_000)], [new(2, 1000, 1000, 1000)])]));
        var corners = svg.Elements().Single(one => one.Name.LocalName == "polyline").Attribute("points")!.Value.Split(' ', ',').Select(double.Parse).ToArray();
        var circle = svg.Elements().Single(one => one.Name.LocalName == "circle");
        Assert.Equal((corners[0] + corners[2]) / 2, (double)circle.Attribute("cx")!, 0.11);
        Assert.Equal((corners[1] + corners[3]) / 2, (double)circle.Attribute("cy")!, 0.11);
        Assert.True(corners[1] > corners[3]);
        Assert.Equal(["100ns", "1.0us", "10us"], svg.Elements().Where(one => (string?)one.Attribute("text-anchor") == "end").Select(one => one.Value));
    }

    [Fact]
    public void Without_measurements_there_is_no_plot_of_sharers()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(2, Cli.Run("plots", "--profile", "provisional", "-o", folder.Root).Succeeded().Lines.Count);
        var result = Cli.Run("plots", "--measured", Path.Combine(folder.Root, "none.jsonl"), "-o", folder.Root);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains("none.jsonl: there is no such file", result.Error, StringComparison.Ordinal);
    }
}
