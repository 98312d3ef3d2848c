using Emulator.Native;
using Emulator.Reports;

namespace Tests.Reports.Flame;

public class FlameFrameTests
{
    [Fact]
    public void Equal_stacks_add_up_and_totals_include_callees()
    {
        var root = FlameFrame.Build(
        [
            FlameTrees.Stack("b;c", 2, 5),
            FlameTrees.Stack("a", 1, 1),
            FlameTrees.Stack("b;c", 3, 2.5),
            FlameTrees.Stack("b", 1, 4),
        ]);

        Assert.Equal(["a", "b"], root.Children.Select(child => child.Name));
        Assert.Equal((12.5, 0.0), (root.TotalNs, root.SelfNs));
        var b = root.Children[1];
        Assert.Equal((11.5, 4.0, 1L), (b.TotalNs, b.SelfNs, b.Calls));
        Assert.Equal((7.5, 7.5, 5L), (b.Children[0].TotalNs, b.Children[0].SelfNs, b.Children[0].Calls));
    }

    [Fact]
    public void The_order_of_the_stacks_does_not_matter()
    {
        var tree = FlameTrees.Unshare;
        var again = FlameFrame.Build(tree.Stacks().Reverse());
        Assert.Equal(Lines(tree), Lines(again));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a;b")]
    [InlineData("a\nb")]
    [InlineData("é")]
    public void A_name_that_no_format_can_carry_is_refused(string name)
    {
        Assert.Throws<EnsureException>(() => FlameFrame.Build([new([name], 1, 1)]));
        Assert.Throws<EnsureException>(() => FlameFrame.Build([], name));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    [InlineData(1, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    public void Counts_and_times_are_finite_and_not_negative(long calls, double ns) =>
        Assert.Throws<EnsureException>(() => FlameFrame.Build([new(["a"], calls, ns)]));

    private static IEnumerable<string> Lines(FlameFrame tree) =>
        tree.Stacks().Select(s => $"{string.Join(';', s.Names)} {s.Calls} {s.Ns:R}");
}
