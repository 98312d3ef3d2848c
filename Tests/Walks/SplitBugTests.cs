using Emulator.Releases;
using Emulator.Walks;

namespace Tests.Walks;

/// <summary>
/// Counts alone would praise the merged walk, which left a table shared when a VMA was split inside a shared 1G: b30c14cd6102 fixed
/// it in 6.2. v5, with its 2M steps, finds the table also without that rule.
/// <code>
/// 8G        8G+512M   9G                   12G
///  A |---------#########|####################|      # registered
///  B |---------|--------|--------------------|
/// </code>
/// </summary>
public class SplitBugTests
{
    private static readonly string[] Lines =
    [
        "file F 16G",
        "mmap A F 8G..12G shared offset=8G",
        "mmap B F 8G..12G shared offset=8G",
        "touch A 8G..12G every=1G",
        "touch B 8G..12G every=1G",
        "uffd-register A 8G+512M..12G minor",
    ];

    public static TheoryData<string> Walks => [.. WalkCatalog.Own.Select(walk => walk.Name)];

    [Theory]
    [InlineData("v5-patch", 0, 4)]
    [InlineData("kravetz", 1, 3)]
    [InlineData("5.13", 1, 3)]
    [InlineData("6.1", 1, 3)]
    [InlineData("6.2", 0, 4)]
    [InlineData("6.12", 0, 4)]
    [InlineData("6.16", 0, 4)]
    [InlineData("6.19", 0, 4)]
    public void What_a_split_inside_a_shared_1G_leaves_shared(string release, long leftShared, long unshared)
    {
        var answer = Ran.At(release, Lines)[^1];
        Assert.Equal((leftShared, unshared), (answer.LeftShared, answer.Tally.Unshared));
        // The mapping has 4 tables and one PUD table; B keeps all of its own.
        Assert.Equal([4 * (1 + 4 - unshared), 4 * (1 + 4)], answer.PageTableKilobytes.Select(process => process.Value));
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public void Every_walk_looks_the_same_once_the_split_unshares(string walk)
    {
        var answer = Ran.Of(LinuxKernels.Default.With(WalkCatalog.Find(walk)!), Lines)[^1];
        Assert.Equal((0, 4), (answer.LeftShared, answer.Tally.Unshared));
    }

    [Fact]
    public void Two_split_points_leave_two_tables_and_the_same_range_again_finds_no_more()
    {
        string[] lines = [.. Lines[..^1], "uffd-register A 8G+2M..11G-2M minor", "uffd-register A 8G+2M..11G-2M minor"];
        Assert.Equal([2L, 2L], Ran.At("6.1", lines).TakeLast(2).Select(answer => answer.LeftShared));
        Assert.Equal([1L, 0L], Ran.At("6.1", lines).TakeLast(2).Select(answer => answer.Tally.Unshared));
        Assert.Equal([0L, 0L], Ran.At("6.2", lines).TakeLast(2).Select(answer => answer.LeftShared));
        Assert.Equal([3L, 0L], Ran.At("6.2", lines).TakeLast(2).Select(answer => answer.Tally.Unshared));
    }
}
