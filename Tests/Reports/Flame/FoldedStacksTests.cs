using Emulator.Reports;

namespace Tests.Reports.Flame;

public class FoldedStacksTests
{
    [Fact]
    public void Unshare_is_golden() => FlameTrees.MatchesGolden("unshare.folded", Folded(FlameTrees.Unshare));

    [Theory]
    [InlineData(0.5, "")]
    [InlineData(1.5, "a 2\n")]
    [InlineData(2.5, "a 2\n")]
    [InlineData(4503599627370496, "a 4503599627370496\n")]
    public void Times_round_to_whole_nanoseconds_halves_to_even(double ns, string text) =>
        Assert.Equal(text, Folded(FlameFrame.Build([FlameTrees.Stack("a", 1, ns)])));

    [Fact]
    public void What_was_written_reads_back()
    {
        FlameFrame[] random = [.. Enumerable.Range(0, 20).Select(FlameTrees.Random)];
        foreach (var tree in (FlameFrame[])[FlameTrees.Unshare, FlameTrees.Empty, FlameTrees.Single, .. random])
        {
            var text = Folded(tree);
            var again = FoldedStacks.Read(new StringReader(text));
            Assert.Equal(text, Folded(again));
            Assert.Equal(tree.Stacks().Sum(stack => stack.WholeNs), again.TotalNs);
        }
    }

    [Fact]
    public void A_name_may_hold_spaces()
    {
        var root = FoldedStacks.Read(new StringReader("""operator<;a & "b" 7"""));
        Assert.Equal("""a & "b""" + '"', root.Children[0].Children[0].Name);
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" 5")]
    [InlineData("a;b -5")]
    [InlineData("a;b 1.5")]
    [InlineData("a;;b 5")]
    [InlineData("a;b 99999999999999999999")]
    public void What_is_no_folded_stack_is_named_by_its_line(string line)
    {
        var wrong = Assert.Throws<FormatException>(() => FoldedStacks.Read(new StringReader("a;b 1\n" + line)));
        Assert.StartsWith("line 2 ", wrong.Message, StringComparison.Ordinal);
    }

    private static string Folded(FlameFrame root)
    {
        using var output = new StringWriter();
        FoldedStacks.Write(root, output);
        return output.ToString();
    }
}
