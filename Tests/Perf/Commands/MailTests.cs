using System.Text.RegularExpressions;

namespace Tests.Perf;

/// <summary><c>ptemu compare --base A --head B</c>: a text to paste into a mail, that its reader can check.</summary>
public partial class MailTests
{
    [Fact]
    public void Every_number_says_how_it_was_come_by()
    {
        var table = Cli.Run("compare", "--base", "v5-patch", "--head", "6.19", Cli.Seed).Succeeded().Output.Split("\n\n")[1].Split('\n');
        Assert.Equal(["v5-patch", "6.19", "ratio"], table[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(table[1..^4], line => Assert.Matches(Counted(), line));
        Assert.Equal("kernel time                            115us    115us   0.994  modelled", table[^4]);
        Assert.Equal("  at least                              58us     57us          modelled", table[^3]);
        Assert.Equal("  at most                              231us    229us          modelled", table[^2]);
        Assert.Matches(@"^ptemu's time +\d[^ ]* +\d[^ ]* +[\d.]+ +measured$", table[^1]);
        Assert.Contains("huge_pte_offset                         1535        1   0.001   counted", table);
        Assert.Contains("tables unshared                            1        1       1   counted", table);
        Assert.Contains("IPIs                                       0      195       -   counted", table);
    }

    [Fact]
    public void The_labels_are_explained_and_the_machine_is_named_where_something_was_measured()
    {
        var measured = Cli.Run("compare", "--base", "6.16", "--head", "6.19", Cli.Seed).Succeeded().Output;
        Assert.All(
            (string[])["\ncounted: ", "\nmodelled: ", "\nmeasured: ", "\ntaken from source: "],
                label => Assert.Contains(label, measured, StringComparison.Ordinal));
        Assert.Matches(@"CPUs; \.NET [^;]*;\s+(Scalar|Vector\d+);\s+ptemu \d", measured);
        var counted = Cli.Run("compare", "--base", "6.16", "--head", "6.19", "--no-time", Cli.Seed).Output;
        Assert.DoesNotContain("measured", counted, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_walks_are_named_with_their_commits()
    {
        var text = Cli.Run("compare", "--base", "6.16", "--head", "6.19", "--no-time", Cli.Seed).Output;
        Assert.StartsWith("6.16 against 6.19, at uffd-register, 196 CPUs:\n", text, StringComparison.Ordinal);
        Assert.Contains("\n6.16: 1013af4f585f: waits for walkers on all CPUs, for each table\n", text, StringComparison.Ordinal);
        Assert.Contains("\n6.19: 8ce720d5bd91: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_trace_is_in_it_and_gives_the_same_text_again()
    {
        var text = Cli.Run("compare", "--base", "v5-patch", "--head", "6.19", "--no-time", Cli.Split).Output;
        var trace = text[text.IndexOf("The trace:\n\n", StringComparison.Ordinal)..text.IndexOf("\nTo repeat it", StringComparison.Ordinal)].Split("\n\n")[1];
        var again = Cli.RunWithInput(trace, "compare", "--base", "v5-patch", "--head", "6.19", "--no-time", "-").Succeeded().Output;
        Assert.Equal(text.Replace(Cli.Split, "-", StringComparison.Ordinal), again);
    }

    [Fact]
    public void The_command_to_repeat_it_has_the_options()
    {
        string[] args = ["compare", "--base", "v5-patch", "--head", "6.19", "--split=6.1", Cli.Split];
        Assert.EndsWith($"\n    ptemu {string.Join(' ', args)}\n", Cli.Run([.. args, "--no-time"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_over_nothing_is_no_ratio()
    {
        var text = Cli.Run("compare", "--base", "v5-patch", "--head", "kravetz", "--no-time", Cli.Seed).Succeeded().Output;
        Assert.Contains("\nIPIs                                       0        0       -   counted\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my case.trace", "'FOLDER/my case.trace'")]
    [InlineData("it's.trace", "'FOLDER/it'\\''s.trace'")]
    [InlineData("my-case_2.trace", "FOLDER/my-case_2.trace")]
    public void The_command_to_repeat_it_has_a_path_that_a_shell_takes(string name, string argument)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, File.ReadAllText(Cli.Seed));
        var text = Cli.Run("compare", "--base", "v5-patch", "--head", "6.19", "--no-time", path).Succeeded().Output;
        Assert.EndsWith($" --head 6.19 {argument.Replace("FOLDER", folder.Root, StringComparison.Ordinal)}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_and_sentences_fit_a_mail()
    {
        var text = Cli.Run("compare", "--base", "v5-patch", "--head", "6.16", "--split=6.1", Cli.Split).Output;
        var ours = text.Split('\n').TakeWhile(line => line != "The trace:");
        Assert.All(ours, line => Assert.True(line.Length <= 72 && line.All(char.IsAscii), line));
    }

    [GeneratedRegex(@"^[A-Za-z_ ]+ +\d+ +\d+ +(-|[\d.]+) +counted$")]
    private static partial Regex Counted();
}
