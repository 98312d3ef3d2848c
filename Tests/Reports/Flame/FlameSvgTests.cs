using System.Globalization;
using System.Xml.Linq;
using Emulator.Reports;

namespace Tests.Reports.Flame;

public class FlameSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Trees => [.. Named.Keys];

    private static Dictionary<string, FlameFrame> Named => new()
    {
        ["unshare"] = FlameTrees.Unshare,
        ["odd"] = FlameTrees.Odd,
        ["empty"] = FlameTrees.Empty,
        ["single"] = FlameTrees.Single,
        ["random 1"] = FlameTrees.Random(1),
        ["random 2"] = FlameTrees.Random(2),
    };

    [Fact]
    public void Unshare_is_golden() => FlameTrees.MatchesGolden("unshare.svg", Write(FlameTrees.Unshare));

    [Theory]
    [MemberData(nameof(Trees))]
    public void Two_writes_are_the_same_bytes_without_carriage_returns(string tree)
    {
        var text = Write(Named[tree]);
        Assert.Equal(text, Write(Named[tree]));
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("</svg>\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Trees))]
    public void Frames_nest_in_their_callers_and_do_not_overlap(string tree)
    {
        var stack = new Stack<SvgBox>();
        foreach (var box in Boxes(Named[tree]))
        {
            while (stack.Count >= box.Level) stack.Pop();
            if (stack.TryPeek(out var caller))
            {
                Assert.True(box.Left >= caller.NextLeft && box.Right <= caller.Right, $"{box} in {caller}");
                Assert.True(box.From >= caller.From && box.To <= caller.To && box.From < box.To, $"{box} in {caller}");
                Assert.Equal(caller.Y - 18, box.Y);
                caller.NextLeft = box.Right;
            }

            stack.Push(box);
        }
    }

    [Theory]
    [MemberData(nameof(Trees))]
    public void A_width_is_the_frames_share_of_the_whole(string tree)
    {
        var root = Named[tree];
        var expected = Preorder(root).Where(frame => frame == root || frame.TotalNs >= 0.01).Select(frame => (frame.Name, frame.TotalNs));
        foreach (var (frame, box) in expected.Zip(Boxes(root)))
        {
            Assert.Equal(frame.Name, box.Name);
            var share = root.TotalNs > 0 ? frame.TotalNs / root.TotalNs : 1;
            Assert.Equal(1180 * share, (double)(box.Right - box.Left), tolerance: 0.011);
        }

        Assert.Equal(expected.Count(), Boxes(root).Count());
    }

    [Fact]
    public void Root_on_top_turns_the_rows_over()
    {
        SvgBox[] boxes = [.. Boxes(FlameTrees.Unshare, rootOnTop: true)];
        Assert.All(boxes, box => Assert.Equal(60 + (18 * (box.Level - 1)), box.Y));
    }

    [Fact]
    public void Tooltips_have_calls_time_and_share()
    {
        var tips = Elements(FlameTrees.Unshare, "title").Select(title => title.Value).ToArray();
        Assert.Equal("all\n51,063.2 ns (100.00%)", tips[0]);
        Assert.Contains("huge_pmd_unshare\n1,023 calls, 4,522.5 ns (8.86%), self 4,501.5 ns", tips);
        Assert.Contains("ptdesc_pmd_pts_dec\n1 call, 21 ns (0.04%)", tips);
    }

    [Fact]
    public void A_label_is_clipped_to_its_frame()
    {
        var labels = Boxes(FlameTrees.Unshare).ToDictionary(box => box.Name, box => box.Label);
        Assert.Equal("huge_pmd_un..", labels["huge_pmd_unshare"]);
        Assert.Equal("_raw_spin_lock", labels["_raw_spin_lock"]);
        Assert.Equal("", labels["ptdesc_pmd_pts_dec"]);
        Assert.All(Boxes(FlameTrees.Random(3)), box => Assert.True(box.Label.Length * 7.22m <= Math.Max(0, box.Right - box.Left - 5)));
    }

    [Fact]
    public void Every_character_of_a_name_and_a_title_survives()
    {
        var document = XDocument.Parse(Write(FlameTrees.Odd, new("""<b> & "t" é""", "]]> & <i>")));
        string[] texts = [.. document.Descendants(Svg + "text").Select(text => text.Value)];
        Assert.Equal(["""<b> & "t" é""", "]]> & <i>"], texts[..2]);
        Assert.All((string[])["operator<", """a & "b" 'c'""", "</script>]]>"], name => Assert.Contains(name, texts));
        Assert.Single(document.Descendants(Svg + "script"));
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere()
    {
        var document = XDocument.Parse(Write(FlameTrees.Unshare));
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute => attribute.Name.LocalName is "href" or "src");
        Assert.DoesNotContain("url(", document.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@import", document.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_colour_follows_from_the_name_and_is_warm()
    {
        var boxes = Boxes(FlameTrees.Random(1)).Concat(Boxes(FlameTrees.Random(2))).Concat(Boxes(FlameTrees.Unshare)).ToArray();
        Assert.All(boxes.GroupBy(box => box.Name), group => Assert.Single(group.Select(box => box.Fill).Distinct()));
        Assert.All(boxes, box => Assert.True(Channel(box, 1) > Channel(box, 3) && Channel(box, 3) > Channel(box, 5), box.Fill));
        Assert.True(boxes.Select(box => box.Fill).Distinct().Count() > 10);
    }

    private static int Channel(SvgBox box, int at) =>
        int.Parse(box.Fill.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IEnumerable<FlameFrame> Preorder(FlameFrame frame) => frame.Children.SelectMany(Preorder).Prepend(frame);

    private static IEnumerable<XElement> Elements(FlameFrame root, string name) => XDocument.Parse(Write(root)).Descendants(Svg + name);

    private static IEnumerable<SvgBox> Boxes(FlameFrame root, bool rootOnTop = false) =>
        XDocument.Parse(Write(root, new("t", "s", rootOnTop))).Descendants(Svg + "g")
            .Where(g => (string?)g.Attribute("class") == "frame")
            .Select(g => new SvgBox(g));

    private static string Write(FlameFrame root, FlameSvgOptions? options = null)
    {
        using var output = new StringWriter();
        FlameSvg.Write(root, options ?? new("v5-patch: VMA 8G+2M .. 11G-2M", "model time (a test's cost model), not samples"), output);
        return output.ToString();
    }
}
