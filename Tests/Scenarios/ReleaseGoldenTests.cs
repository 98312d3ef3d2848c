using Emulator.Experiments;
using Emulator.Releases;
using Emulator.Reports;
using Tests.Perf;

namespace Tests.Scenarios;

/// <summary>
/// Traces/releases: what the releases answer differently, each answer checked in beside its trace as NAME.RELEASE.golden.jsonl.
/// See <see cref="Golden"/> for how to write them anew.
/// </summary>
public class ReleaseGoldenTests
{
    private static readonly string Folder = Path.Combine(Repository.Traces, "releases");

    public static IEnumerable<object[]> Cells =>
        from path in Directory.EnumerateFiles(Folder, "*.trace").Order()
        from release in LinuxKernels.All
        select new object[] { Path.GetFileNameWithoutExtension(path), release.Name };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_release_answers_as_ever(string name, string release)
    {
        var result = Cli.Run("run", Path.Combine(Folder, $"{name}.trace"), "--json", "--kernel", release);
        var isStuck = result.Output.Contains("\"DEADLOCK\"", StringComparison.Ordinal);
        Assert.Equal(isStuck ? 3 : 0, result.Status);
        Golden.Check(Path.Combine(Folder, $"{name}.{release}.golden.jsonl"), result.Output);
    }

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
}
