using Emulator.Walks;
using Tests.Perf;

namespace Tests.Walks;

/// <summary>A walk is one file: <see cref="SkipsEverySecondPud"/> is in every list of this process, and no list names it.</summary>
public class NewWalkTests
{
    private const string Name = "skip-2nd";

    [Fact]
    public void The_catalogue_finds_it_beside_its_own()
    {
        Assert.Contains(Name, WalkCatalog.All.Select(walk => walk.Name));
        Assert.DoesNotContain(Name, WalkCatalog.Own.Select(walk => walk.Name));
        Assert.False(WalkCatalog.Find(Name)!.ServesSplits);
    }

    [Fact]
    public void Ptemu_walks_lists_it() =>
        Assert.Contains($"{Name}  2026-11-22  a test's: 2G steps, which leave every second table shared", Cli.Run("walks").Succeeded().Lines);

    [Fact]
    public void Compare_has_its_row_and_shows_what_it_leaves_shared()
    {
        var result = Cli.Run("compare", Cli.Trace("scale/8T-shared-2"), "--base", Name, "--head", "6.19", "--no-time", "--json").Succeeded();
        Assert.Equal([$"{Name} 4096 4096", "6.19 8192 0"], result.Json.Select(row =>
            $"{row.GetProperty("walk").GetString()} {row.GetProperty("unshared").GetInt32()} {row.GetProperty("left_shared").GetInt32()}"));

        // 9G and 11G of 9G..12G; 8G goes by the split.
        var rows = Cli.Run("compare", Cli.Split, "--no-time").Succeeded().Rows;
        Assert.Equal("3 3 3 3 2 1 1/0", string.Join(' ', rows[Name]));
    }

    [Fact]
    public void Mail_and_flame_graph_take_it()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("tables left shared                         1        0       0   counted", Cli.Run(
            "compare", Cli.Split, "--base", Name, "--head", "6.19", "--no-time").Succeeded().Lines);
        Assert.Equal(3, Cli.Run("flame", Cli.Split, "--walk", Name, "--out", folder.Root).Succeeded().Lines.Count);
    }
}
