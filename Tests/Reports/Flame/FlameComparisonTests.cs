using System.Xml.Linq;
using Emulator.Reports;

namespace Tests.Reports.Flame;

/// <summary>The difference of two graphs as a third: what grew is red, what shrank is blue, and nothing is left out.</summary>
public class FlameComparisonTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly FlameFrame
        Before = FlameFrame.Build([Of("a", 5), Of("a;gone", 10), Of("a;less", 40), Of("same", 7)], "one"),
        After = FlameFrame.Build([Of("a", 25), Of("a;new", 10), Of("a;less", 20), Of("same", 7)], "two");

    [Fact]
    public void What_grew_is_red_what_shrank_is_blue_and_the_more_the_deeper()
    {
        var boxes = Boxes(Before, After);
        Assert.All((string[])["a", "new"], name => Assert.True(Red(boxes[name]) > Blue(boxes[name]), boxes[name].Fill));
        Assert.All((string[])["gone", "less"], name => Assert.True(Red(boxes[name]) < Blue(boxes[name]), boxes[name].Fill));
        Assert.Equal(Red(boxes["same"]), Blue(boxes["same"]));
        // 20 ns more is the most, and has the full colour; 10 ns are half of that.
        Assert.Equal((255, 120), (Red(boxes["a"]), Blue(boxes["a"])));
        Assert.Equal((255, 180), (Red(boxes["new"]), Blue(boxes["new"])));
        Assert.Equal((120, 255), (Red(boxes["less"]), Blue(boxes["less"])));
    }

    [Fact]
    public void A_frame_is_as_wide_as_the_larger_of_its_times()
    {
        var boxes = Boxes(Before, After);
        Assert.Equal(10, boxes["gone"].To - boxes["gone"].From);
        Assert.Equal(10, boxes["new"].To - boxes["new"].From);
        Assert.Equal(40, boxes["less"].To - boxes["less"].From);
        Assert.Equal(25 + 10 + 10 + 40, boxes["a"].To - boxes["a"].From);
    }

    [Fact]
    public void The_tooltip_has_both_times()
    {
        var comparison = new FlameComparison(Before, After);
        var tips = Written(comparison).Descendants(Svg + "title").Select(title => title.Value).ToList();
        Assert.Equal("one to two\n62 to 62 ns (0 ns)", tips[0]);
        Assert.Contains("a\n55 to 55 ns (0 ns); self 5 to 25 ns (+20 ns)", tips);
        Assert.Contains("gone\n10 to 0 ns (-10 ns)", tips);
        Assert.Equal(20, comparison.MostNs);
    }

    [Fact]
    public void The_same_twice_has_no_colour()
    {
        var boxes = Boxes(Before, Before);
        Assert.All(boxes.Values, box => Assert.Equal("#f0f0f0", box.Fill));
        Assert.Single(Boxes(FlameTrees.Empty, FlameTrees.Empty));
    }

    private static FlameStack Of(string stack, double ns) => new(stack.Split(';'), 1, ns);

    private static XDocument Written(FlameComparison comparison)
    {
        using var svg = new StringWriter();
        FlameSvg.Write(comparison.Root, new("difference", Comparison: comparison), svg);
        return XDocument.Parse(svg.ToString());
    }

    private static Dictionary<string, SvgBox> Boxes(FlameFrame before, FlameFrame after) =>
        Written(new(before, after)).Descendants(Svg + "g")
            .Where(g => (string?)g.Attribute("class") == "frame")
            .Select(g => new SvgBox(g))
            .ToDictionary(box => box.Name);

    private static int Red(SvgBox box) => Convert.ToInt32(box.Fill[1..3], 16);

    private static int Blue(SvgBox box) => Convert.ToInt32(box.Fill[5..7], 16);
}
