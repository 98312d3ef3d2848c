using Emulator.Experiments;
using Tests.Perf;

namespace Tests.Scenarios;

/// <summary>
/// Beside each trace of ours stands what the default release answers, as <c>ptemu run TRACE --json --maps</c> prints it, less the
/// times of the model (in sharers/ without --maps: a thousand VMAs after each statement are 12 MB). See <see cref="Golden"/> for how to
/// write them anew.
/// </summary>
public class GoldenTraceTests
{
    private static readonly string KernelFolder = Path.Combine(Repository.Traces, "kernels") + Path.DirectorySeparatorChar;
    private static readonly string BugFolder = Path.Combine(Repository.Traces, "bugs") + Path.DirectorySeparatorChar;
    private static readonly string ReleaseFolder = Path.Combine(Repository.Traces, "releases") + Path.DirectorySeparatorChar;

    public static TheoryData<string> Names =>
        [.. Files("*.trace").Select(path => Path.ChangeExtension(Path.GetRelativePath(Repository.Traces, path), null)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_default_release_answers_as_ever(string name)
    {
        var path = Cli.Trace(name);
        string[] maps = name.StartsWith("sharers", StringComparison.Ordinal) ? [] : ["--maps"];
        var result = Cli.Run(["run", path, "--json", .. maps]);
        var isStuck = name.StartsWith("kernel-bugs", StringComparison.Ordinal);
        Assert.Equal(isStuck ? 3 : 0, result.Status);
        Assert.Equal(isStuck, result.Error.Contains("DEADLOCK", StringComparison.Ordinal));
        Golden.Check(GoldenOf(path), Golden.WithoutTimes(result.Output));
    }

    [Fact]
    public void Every_golden_answer_has_its_trace() =>
        Assert.All(Files("*.golden.jsonl"), path => Assert.True(File.Exists(path.Replace(".golden.jsonl", ".trace", StringComparison.Ordinal)), path));

    [Fact]
    public void None_is_bigger_than_a_megabyte() => Assert.All(Files("*.golden.jsonl"), path => Assert.InRange(new FileInfo(path).Length, 1, 1 << 20));

    // That the recorded answers are right: what the rules say of each trace, in tables of 1G.
    [Theory]
    [InlineData("seed/shared-2", 1, 1, 1)]
    [InlineData("seed/shared-3", 1, 1, 0)]
    [InlineData("seed/populated", 1, 0, 0)]
    [InlineData("seed/no-tables", 1, 0, 0)]
    [InlineData("scale/8T-shared-2", 8192, 8192, 1)]
    [InlineData("scale/64T-shared-2", 65536, 65536, 1)]
    [InlineData("scale/64T-shared-3", 65536, 65536, 0)]
    [InlineData("scale/64T-populated", 65536, 0, 0)]
    [InlineData("scale/64T-no-tables", 65536, 0, 0)]
    [InlineData("scale/127T-shared-2", 130047, 130047, 1)]
    [InlineData("scale/1P-sparse-5-levels", 1048576, 1024, 1)]
    [InlineData("split/register-inside-1G", 4, 4, 2)]
    [InlineData("split/register-middle", 3, 3, 3)]
    public void A_registration_looks_once_a_gigabyte_and_broadcasts_at_most_once_a_flush(string name, int lookups, int unshared, int broadcasts)
    {
        var answer = Answers(name).First(one => one.Statement.StartsWith("uffd-register", StringComparison.Ordinal)).Json;
        var calls = answer.GetProperty("calls");
        Assert.Equal(
            (lookups, unshared, broadcasts, 0, 0),
            (calls.GetProperty("huge_pte_offset").GetInt32(),
                answer.GetProperty("unshared").GetInt32(),
                calls.TryGetProperty("tlb_remove_table_sync_one", out var sync) ? sync.GetInt32() : 0,
                answer.GetProperty("left_shared").GetInt32(),
                answer.GetProperty("left_stale").GetInt32()));
    }

    private static IEnumerable<(string Statement, System.Text.Json.JsonElement Json)> Answers(string name) =>
        new CommandResult(0, File.ReadAllText(GoldenOf(Cli.Trace(name))), "").Json.Select(json => (json.GetProperty("statement").GetString()!, json));

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Repository.Traces, pattern, SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(KernelFolder, StringComparison.Ordinal))
            .Where(path => !path.StartsWith(ReleaseFolder, StringComparison.Ordinal))
            .Where(path => !path.StartsWith(BugFolder, StringComparison.Ordinal) || IsRace(path));

    /// <summary>A bug that <c>explore</c> finds answers as other traces do in the order of its lines; the other bugs have tests of their own.</summary>
    private static bool IsRace(string path) =>
        BugCase.Read(Path.Combine(BugFolder, $"{Path.GetFileName(path).Split('.')[0]}.trace")).Verb == "explore";

    private static string GoldenOf(string trace) => Path.ChangeExtension(trace, ".golden.jsonl");
}
