namespace Tests.Perf;

/// <summary><c>ptemu compare</c>: cells by walk, so that a walk more (this assembly has one) changes nothing.</summary>
public class CompareCommandTests
{
    private static readonly string[] Walks = ["v5-patch", "kravetz", "5.13", "6.1", "6.2", "6.16", "6.19", "pud-scan"];

    [Fact]
    public void Every_walk_has_a_row_over_the_same_state()
    {
        var result = Cli.Run("compare", Cli.Seed, "--no-time").Succeeded();
        Assert.StartsWith($"{Cli.Seed}, 196 CPUs\n", result.Output, StringComparison.Ordinal);
        Assert.Equal("1535 1023 1023 1 1 0 0/0", string.Join(' ', result.Rows["v5-patch"]));
        Assert.Equal("1 1 1 1 1 0 0/0", string.Join(' ', result.Rows["kravetz"]));
        Assert.Equal("1 1 1 1 1 195 0/0", string.Join(' ', result.Rows["6.19"]));
        Assert.Equal(result.Rows["6.19"], result.Rows["pud-scan"]);
        Assert.Empty(Walks.Except(result.Rows.Keys));
        Assert.All(result.Lines.Skip(1), line => Assert.True(line.Length <= 72 && line.All(char.IsAscii), line));
    }

    [Fact]
    public void Times_are_one_more_cell()
    {
        var rows = Cli.Run("compare", Cli.Seed).Succeeded().Rows;
        Assert.All(Cli.Run("compare", Cli.Seed, "--no-time").Rows, row => Assert.Equal(row.Value, rows[row.Key][..^1]));
        Assert.All(rows.Values, cells => Assert.Matches(@"^\d+(\.\d)?(ns|us|ms|s)$", cells[^1]));
    }

    // 8G..12G is split at 8G+512M. v5's loop meets the shared 8G itself; the others rely on the split.
    [Theory]
    [InlineData("6.1", "1/0")]
    [InlineData("5.13", "1/0")]
    [InlineData("6.2", "0/0")]
    [InlineData("6.19", "0/0")]
    [InlineData(null, "0/0")]
    public void The_split_rule_decides_what_is_left_shared(string? split, string left)
    {
        var rows = Cli.Run(["compare", Cli.Split, "--no-time", .. split is null ? Array.Empty<string>() : [$"--split={split}"]]).Succeeded().Rows;
        Assert.All(Walks.Except(["v5-patch"]), walk => Assert.Equal(left, rows[walk][6]));
        Assert.Equal("0/0", rows["v5-patch"][6]);
    }

    [Fact]
    public void Json_has_a_row_a_walk_and_names_the_trace()
    {
        var rows = Cli.Run("compare", Cli.Seed, Cli.Split, "--json", "--no-time").Succeeded().Json;
        Assert.All(rows, row => Assert.Equal(
            ["trace", "walk", "lookups", "lock_pairs", "huge_pmd_unshare", "unshared", "flushes", "ipis", "left_shared", "left_stale",
                "model_ns", "model_ns_low", "model_ns_high", "calls"],
            Cli.Names(row)));
        foreach (var trace in (string[])[Cli.Seed, Cli.Split])
        {
            var walks = rows.Where(row => row.GetProperty("trace").GetString() == trace).Select(row => row.GetProperty("walk").GetString()!);
            Assert.Empty(Walks.Except(walks));
        }
    }

    [Fact]
    public void Json_has_times_if_they_are_measured()
    {
        var row = Cli.Run("compare", Cli.Seed, "--json", "--base", "6.1", "--head", "6.19").Succeeded().Json[0];
        Assert.True(row.GetProperty("emulated_ns_median").GetDouble() > 0);
        Assert.True(row.GetProperty("emulated_runs").GetInt32() > 0);
    }

    [Fact]
    public void Two_traces_are_two_tables() =>
        Assert.Equal(2, Cli.Run("compare", Cli.Seed, Cli.Split, "--no-time").Succeeded().Lines.Count(line => line.EndsWith(" CPUs", StringComparison.Ordinal)));

    [Fact]
    public void Standard_input_can_be_compared() => Assert.Equal(
        Cli.Run("compare", Cli.Split, "--no-time").Rows["6.16"],
        Cli.RunWithInput(File.ReadAllText(Cli.Split), "compare", "-", "--no-time").Succeeded().Rows["6.16"]);
}
