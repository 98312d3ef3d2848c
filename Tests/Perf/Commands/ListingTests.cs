using System.Globalization;

namespace Tests.Perf;

/// <summary>The verbs that list: walks, kernels, help; and flame, which lists what it wrote.</summary>
public class ListingTests
{
    [Fact]
    public void Walks_are_listed_oldest_first()
    {
        var walks = Cli.Run("walks", "--json").Succeeded().Json;
        Assert.All(walks, walk => Assert.Equal(["walk", "since", "summary"], Cli.Names(walk)));
        var dates = walks.Select(walk => DateOnly.ParseExact(walk.GetProperty("since").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(dates.Order(), dates);
        Assert.Equal(
            walks.Select(walk => walk.GetProperty("walk").GetString()),
            Cli.Run("walks").Succeeded().Lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Kernels_are_those_that_run_takes()
    {
        string[] releases =
            ["pre-v5", "v5-patch", "kravetz", "5.13", "6.0", "6.1", "6.2", "6.12", "6.15", "6.16", "6.19", "5.10.y", "6.1.y", "7.2"];
        var kernels = Cli.Run("kernels", "--json").Succeeded().Json;
        Assert.All(kernels, kernel => Assert.Equal(["kernel", "walk", "meaning"], Cli.Names(kernel)));
        Assert.Equal(releases, kernels.Select(kernel => kernel.GetProperty("kernel").GetString()));
        Assert.Equal(releases, Cli.Run("kernels").Succeeded().Lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void The_table_of_kernels_is_there_for_a_machine_too()
    {
        var table = Cli.Run("kernels", "--table").Succeeded().Lines;
        var kernels = Cli.Run("kernels", "--table", "--json").Succeeded().Json;
        Assert.Equal(table[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), kernels.Select(kernel => kernel.GetProperty("kernel").GetString()));
        Assert.All(kernels, kernel => Assert.Equal(table.Count, Cli.Names(kernel).Count()));
        foreach (var (line, row) in table.Skip(1).Zip(Cli.Names(kernels[0]).Skip(1)))
        {
            Assert.StartsWith($"{row} ", line, StringComparison.Ordinal);
            Assert.Equal(line[row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries), kernels.Select(kernel => kernel.GetProperty(row).GetString()));
        }
    }

    [Theory]
    [InlineData("--help", "compare <TRACE>", "run <TRACE>", "flame <TRACE>", "  walks ", "  kernels ", "  isa ", "--no-time", "--out")]
    [InlineData("run --help", "--kernel", "--json", "--maps", "--check")]
    [InlineData("compare --help", "--split", "--walk", "--base", "--head", "--json", "--no-time")]
    [InlineData("scan --help", "--sizes", "--json", "32K,512K,8M,512M")]
    [InlineData("bench --help", "--smoke", "--reference")]
    [InlineData("flame --help", "--walk", "--split", "--out")]
    public void Help_mentions_verbs_and_options(string line, params string[] words)
    {
        var help = Cli.Run(line.Split(' ')).Succeeded().Output;
        Assert.All(words, word => Assert.Contains(word, help, StringComparison.Ordinal));
    }

    [Fact]
    public void Flame_writes_three_files_and_says_which()
    {
        using var folder = new TemporaryFolder();
        var written = Cli.Run("flame", Cli.Split, "--walk", "6.16", "--out", folder.Root).Succeeded().Lines;
        Assert.Equal(
            ["register-inside-1G-6.16.svg", "register-inside-1G-6.16.folded", "register-inside-1G-6.16.speedscope.json"],
            written.Select(path => Path.GetRelativePath(folder.Root, path)));
        Assert.Equal(written.Order(), Directory.GetFiles(folder.Root).Order());
        var first = written.Select(File.ReadAllText).ToList();
        // The walk is the root, which folded stacks leave out: so those of two walks can be compared.
        Assert.StartsWith("userfaultfd_register ", first[1], StringComparison.Ordinal);
        Cli.Run("flame", Cli.Split, "--walk", "6.16", "--out", folder.Root).Succeeded();
        Assert.Equal(first, written.Select(File.ReadAllText));
    }

    [Fact]
    public void A_flame_graph_of_standard_input_has_a_name_too()
    {
        using var folder = new TemporaryFolder();
        Cli.RunWithInput(File.ReadAllText(Cli.Seed), "flame", "-", "-o", folder.Root).Succeeded();
        Assert.True(File.Exists(Path.Combine(folder.Root, "stdin-6.19.svg")));
    }
}
