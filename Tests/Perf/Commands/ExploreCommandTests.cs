using Emulator.Kernel;
using Perf.Cli;

namespace Tests.Perf;

public sealed class ExploreCommandTests : IDisposable
{
    private static readonly string Race = Cli.Trace("bugs/02-cve-2025-38084-process");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_violation_is_status_3_with_a_timeline_and_a_trace_that_does_it_again()
    {
        var saved = Path.Combine(_folder.Root, "again.trace");
        var found = Cli.Run("explore", Race, "--kernel", "6.2", "-o", saved);
        Assert.Equal(ExitStatus.CheckFailed, found.Status);
        Assert.Contains("at 6.2: left shared: A 8G..9G", found.Lines[0], StringComparison.Ordinal);
        Assert.Contains("left shared: 8G..9G", found.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^A +B$", found.Output);
        Assert.Matches(@"(?m)^\| +  huge_pmd_share:$", found.Output);
        Assert.Equal([saved], Directory.GetFileSystemEntries(_folder.Root));

        var again = Cli.Run("run", saved, "--kernel", "6.2", "--check");
        Assert.Equal(ExitStatus.CheckFailed, again.Status);
        Assert.Contains(": left shared: ", again.Error, StringComparison.Ordinal);
        // B's fault ends inside A's registration.
        Assert.Equal(["touch B 8G", "uffd-register A 8G+512M..9G wp"], Statements(saved, "6.2").TakeLast(2));
        Cli.Run("run", saved, "--kernel", "6.16", "--check").Succeeded();
    }

    [Fact]
    public void No_violation_is_status_0_and_the_ends_are_listed()
    {
        var clean = Cli.Run("explore", Race, "--kernel", "6.19").Succeeded();
        Assert.StartsWith("no violation in any interleaving at 6.19: ", clean.Lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["ends: A: uffd-register 0; B: touch 1 faults 1; A 4K; B 8K", "ends: A: uffd-register 0; B: touch 1 faults 1; A 8K; B 8K"],
            clean.Lines.Skip(1));
    }

    [Fact]
    public void A_machine_gets_one_object()
    {
        var json = Assert.Single(Cli.Run("explore", Race, "--kernel", "6.2", "--json").Json);
        Assert.Equal(
            ["trace", "kernel", "found", "findings", "complete", "outcomes", "executions", "transitions", "states", "schedule", "timeline"], Cli.Names(json));
        var found = json.GetProperty("found");
        Assert.Equal(["check", "what", "severity", "line", "process", "range", "functions"], Cli.Names(found));
        Assert.Equal((CheckNames.LeftShared, "A", "8G..9G"), (Text("check"), Text("process"), Text("range")));
        // Of a state: the timeline has the functions.
        Assert.Empty(found.GetProperty("functions").EnumerateArray());
        Assert.Equal(
            ["actor", "statement", "function", "step", "times"], Cli.Names(json.GetProperty("timeline")[0]));

        string? Text(string name) => found.GetProperty(name).GetString();
    }

    [Fact]
    public void Time_that_runs_out_is_said()
    {
        var race = Cli.Trace("bugs/03-cve-2025-38085-pv");
        var cut = Cli.Run("explore", race, "--kernel", "6.19", "--no-reduction", "--seconds", "1").Succeeded();
        Assert.StartsWith("no violation so far, but not all interleavings were looked at, at 6.19: ", cut.Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parallel\nA: touch A 8G\nend\nparallel\nA: touch A 8G\nend\n", ":6: there is a second 'parallel' block; expected one block at the most")]
    [InlineData("mmap B F 8G..9G shared\nparallel\nA: touch B 8G\nB: exit B\nend\n", ":6: B comes or goes while actor A uses it (line 5)")]
    public void What_can_not_be_explored_is_refused_by_its_line(string text, string message)
    {
        var path = _folder.Write("refused.trace", "file F 1G\nmmap A F 8G..9G shared\n" + text);
        var refused = Cli.Run("explore", path);
        Assert.Equal((ExitStatus.BadInput, ""), (refused.Status, refused.Output));
        Assert.StartsWith(path + message, refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A", "'A' is not a schedule")]
    [InlineData("Q:3", "the schedule's 'Q' is not an actor")]
    public void A_schedule_that_does_not_fit_is_refused(string schedule, string message)
    {
        var path = _folder.Write("schedule.trace", $"#! schedule={schedule}\n" + File.ReadAllText(Race));
        var refused = Cli.Run("run", path);
        Assert.Equal((ExitStatus.BadInput, ""), (refused.Status, refused.Output));
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> Statements(string path, string kernel) =>
        [.. Cli.Run("run", path, "--kernel", kernel, "--json").Json.Select(answer => answer.GetProperty("statement").GetString()!)];
}
