using Emulator.Experiments;
using Emulator.Releases;
using Emulator.Reports;
using Perf.Cli;
using Tests.Perf;

namespace Tests.Scenarios;

/// <summary>
/// Traces/releases: what the releases answer differently. Beside each trace stand the answers of all of them, NAME.golden.jsonl, each answer
/// once (<see cref="ReleaseGolden"/>) and without the times of the model. See <see cref="Golden"/> for how to write them anew.
/// </summary>
public class ReleaseGoldenTests
{
    private static readonly string Folder = Path.Combine(Repository.Traces, "releases");

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.trace").Order(StringComparer.Ordinal).Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_releases_answer_as_ever(string name) => ReleaseGolden.Check(
        Path.Combine(Folder, $"{name}.golden.jsonl"),
        [.. LinuxKernels.All.Select(release => (release.Name, Answer(name, release.Name)))]);

    [Fact]
    public void Every_golden_answer_has_its_trace() => Assert.All(
        Directory.EnumerateFiles(Folder, "*.jsonl"),
        path => Assert.True(File.Exists(path.Replace(".golden.jsonl", ".trace", StringComparison.Ordinal)), path));

    [Fact]
    public void Every_trace_is_asked_in_the_table() => Assert.Equal(
        Directory.EnumerateFiles(Folder, "*.trace").Select(path => $"releases/{Path.GetFileName(path)}").Order(),
        ReleaseQuestion.All.Select(question => question.TraceName).Append("releases/fork.trace").Distinct().Order());

    /// <summary>A trace that every release answers alike shows no difference, and does not belong here.</summary>
    [Theory]
    [MemberData(nameof(Questions))]
    public void A_question_tells_releases_apart(string text)
    {
        var line = ReleaseTable.Text().Split('\n').Single(line => line.StartsWith($"{text} ", StringComparison.Ordinal));
        Assert.True(line[text.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Count() > 1, line);
    }

    public static TheoryData<string> Questions => [.. ReleaseQuestion.All.Select(question => question.Text)];

    [Fact]
    public void A_release_that_answers_alike_is_one_more_word_in_one_line()
    {
        Assert.Equal("# a c\n1\n2\n# b\n3\n", ReleaseGolden.Text([("a", "1\n2\n"), ("b", "3\n"), ("c", "1\n2\n")]));
        Assert.Equal("# a c\n1\n2\n# b d\n3\n", ReleaseGolden.Text([("a", "1\n2\n"), ("b", "3\n"), ("c", "1\n2\n"), ("d", "3\n")]));
    }

    [Theory]
    [InlineData("1\n2\n", "3\n", null)]
    [InlineData("1\n4\n", "3\n", "p:3: a answers otherwise")]
    [InlineData("1\n2\n", "4\n", "p:5: b answers otherwise")]
    [InlineData("1\n2\n5\n", "3\n", "p:4: a answers otherwise")]
    public void What_differs_is_named_with_its_release_and_line(string a, string b, string? message)
    {
        var difference = ReleaseGolden.Difference("p", "# a c\n1\n2\n# b\n3\n", [("a", a), ("b", b)]);
        Assert.Equal(message, difference?[..difference.IndexOf(" (", StringComparison.Ordinal)]);
        Assert.StartsWith("p has no answer of d", ReleaseGolden.Difference("p", "# a\n1\n", [("d", "1\n")]), StringComparison.Ordinal);
    }

    private static string Answer(string name, string release)
    {
        var result = Cli.Run("run", Path.Combine(Folder, $"{name}.trace"), "--json", "--kernel", release);
        var isStuck = result.Output.Contains("\"DEADLOCK\"", StringComparison.Ordinal);
        Assert.Equal(isStuck ? ExitStatus.CheckFailed : ExitStatus.Done, result.Status);
        return Golden.WithoutTimes(result.Output);
    }
}
