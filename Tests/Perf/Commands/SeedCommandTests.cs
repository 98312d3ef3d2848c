using System.Text.RegularExpressions;

namespace Tests.Perf;

/// <summary><c>ptemu</c> with no verb, in a process of its own: exact tables of the walks that come with it.</summary>
public sealed partial class SeedCommandTests(SeedCommandTests.Runs runs) : IClassFixture<SeedCommandTests.Runs>
{
    private static readonly string TablePath = Path.Combine(Repository.Root, "Tests", "Perf", "Commands", "seed-table.txt");

    [Fact]
    public void The_table_is_the_same_everywhere_and_fits_a_mail()
    {
        Golden.Check(TablePath, runs.Text.Output);
        Assert.All(runs.Text.Lines, line => Assert.True(line.Length <= 72 && line.All(c => c is >= ' ' and <= '~'), line));
    }

    // The answer to the review, read from the checked-in table: lookups, lock pairs, calls, tables unshared.
    [Theory]
    [InlineData(0, "v5-patch", "1535 1023 1023 1 1 0 0 0/0")]
    [InlineData(0, "kravetz", "1 1 1 1 1 0 0 0/0")]
    [InlineData(0, "6.16", "1 1 1 1 1 195 195 0/0")]
    [InlineData(0, "6.19", "1 1 1 1 1 0 195 0/0")]
    [InlineData(1, "v5-patch", "1534 1534 1534 0 1 0 0 0/0")]
    [InlineData(1, "6.19", "1 1 1 0 0 0 0 0/0")]
    [InlineData(2, "v5-patch", "1534 0 0 0 1 0 0 0/0")]
    [InlineData(2, "6.19", "1 0 0 0 0 0 0 0/0")]
    [InlineData(3, "v5-patch", "33619968 65536 65536 65536 1 0 0 0/0")]
    [InlineData(3, "6.16", "65536 65536 65536 65536 1 12779520 12779520 0/0")]
    [InlineData(3, "6.19", "65536 65536 65536 65536 1 0 195 0/0")]
    [InlineData(4, "v5-patch", "33554432 33554432 33554432 0 1 0 0 0/0")]
    [InlineData(5, "v5-patch", "33554432 0 0 0 1 0 0 0/0")]
    public void The_table_says_what_the_review_said(int block, string walk, string cells)
    {
        var blocks = File.ReadAllText(TablePath).Split("\n\n");
        Assert.Equal(cells.Split(' '), new CommandResult(0, blocks[block], "").Rows[walk]);
    }

    [Fact]
    public void Times_are_one_more_column_and_the_machine_is_named()
    {
        using var folder = new TemporaryFolder();
        var lines = ChildProcess.Run("--out", folder.Root).Succeeded().Lines;
        var table = new CommandResult(0, File.ReadAllText(TablePath), "").Lines;
        foreach (var (line, timeless) in lines.Zip(table))
        {
            Assert.True(line.Length <= 72, line);
            Assert.StartsWith(timeless, line, StringComparison.Ordinal);
            if (line != timeless) Assert.Matches(LastColumn(), line[timeless.Length..]);
        }

        Assert.Equal("this box: ptemu's own time for the walk, a median, not a kernel's:", lines[table.Count]);
        Assert.Contains(lines.Skip(table.Count), line => line.StartsWith("ptemu ", StringComparison.Ordinal));
        Assert.Equal(6 * 8, lines.Count(line => TimeColumn().IsMatch(line)));
    }

    [Fact]
    public void Flame_graphs_are_there_whole_and_always_the_same()
    {
        Assert.Equal(
            from walk in (string[])["6.19", "v5-patch"]
            from form in (string[])["folded", "speedscope.json", "svg"]
            select $"seed-{walk}.{form}",
            runs.TextFiles.Keys);
        Assert.All(runs.TextFiles.Keys, name =>
            Assert.Matches($@"^wrote .*{Regex.Escape(name)}", runs.Text.Error.Split('\n').Single(line => line.Contains(name))));
        Assert.Equal(runs.TextFiles, runs.JsonFiles);
    }

    [Fact]
    public void Json_has_a_row_for_each_walk_in_each_state()
    {
        var rows = runs.Json.Json;
        Assert.Equal(6 * 8, rows.Count);
        Assert.All(rows, row => Assert.Equal(
            ["trace", "walk", "lookups", "lock_pairs", "huge_pmd_unshare", "unshared", "flushes",
                "ipis", "left_shared", "left_stale", "model_ns", "model_ns_low", "model_ns_high", "ipis_3_sharers", "calls"],
            Cli.Names(row)));
        Assert.Equal((1535, 1023, 1023), (Number("lookups"), Number("lock_pairs"), Number("huge_pmd_unshare")));
        Assert.Equal("Traces/seed/shared-2.trace", rows[0].GetProperty("trace").GetString());

        int Number(string name) => rows[0].GetProperty(name).GetInt32();
    }

    [GeneratedRegex(@"^ +(this|box|\d+(\.\d)?(ns|us|ms|s))$")]
    private static partial Regex LastColumn();

    [GeneratedRegex(@"\d/\d +\d+(\.\d)?(ns|us|ms|s)$")]
    private static partial Regex TimeColumn();

    /// <summary>The command twice into one folder, which starts out absent: as text, then as JSON. 64 TB take seconds.</summary>
    public sealed class Runs
    {
        public Runs()
        {
            using var folder = new TemporaryFolder();
            var output = Path.Combine(folder.Root, "a", "b");
            Text = ChildProcess.Run("--no-time", "--out", output).Succeeded();
            TextFiles = Contents(output);
            Json = ChildProcess.Run("--no-time", "--json", "--out", output).Succeeded();
            JsonFiles = Contents(output);
        }

        internal CommandResult Text { get; }

        internal CommandResult Json { get; }

        internal SortedDictionary<string, string> TextFiles { get; }

        internal SortedDictionary<string, string> JsonFiles { get; }

        private static SortedDictionary<string, string> Contents(string folder) => new(
            Directory.GetFileSystemEntries(folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllText), StringComparer.Ordinal);
    }
}
