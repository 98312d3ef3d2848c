using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Checks;

/// <summary>A finding says whose address space it is about, where, and by which kernel functions it came about.</summary>
public class FindingTests
{
    // Found by an access of the program, by a walk of the hardware, or by a walker that lets a page go: in none of the functions kept.
    private static readonly string[] OutsideOfCalls = [CheckNames.Content, CheckNames.PromiseKept, CheckNames.PagesLeftMapped];

    public static TheoryData<string> Bugs =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Traces, "bugs"), "*.trace").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Each_finding_of_a_bug_has_its_place_and_its_way(string name)
    {
        var bug = BugCase.Read(Path.Combine(Repository.Traces, "bugs", $"{name}.trace"));
        IBugFinder finder = bug.Verb == "run" ? new RunBugFinder() : new ExploreBugFinder();
        var found = finder.Find(bug.Trace, bug.Bad);
        Assert.NotEmpty(found);
        Assert.All(found, one => AssertPlaced(one, needsWay: bug.Verb == "run"));
    }

    [Theory]
    [InlineData("pre-v5")]
    [InlineData("6.1.y")]
    [InlineData("6.19")]
    public void Each_finding_in_random_traces_has_its_place_and_its_way(string release)
    {
        var count = 0;
        for (var seed = 0UL; seed < 150; seed++)
        {
            var trace = TraceGenerator.Generate(new(seed, AllowMoves: true));
            foreach (var one in new RunBugFinder().Find(trace, LinuxKernels.Named(release)!))
            {
                AssertPlaced(one, needsWay: true);
                count++;
            }
        }

        Assert.NotEqual(0, count);
    }

    [Fact]
    public void A_leaked_table_is_found_where_it_was_detached()
    {
        var bug = BugCase.Read(Path.Combine(Repository.Traces, "bugs", "05-reference-taken-for-sharer.trace"));
        var leaked = new RunBugFinder().Find(bug.Trace, bug.Bad).Single(one => one.Check == CheckNames.PageTablesLeaked);
        Assert.StartsWith("A 8G..9G (no VMA): 1 page table (4 kB) allocated, and reached by no process", leaked.What, StringComparison.Ordinal);
        Assert.Equal([KernelFunction.Munmap, KernelFunction.UnmapVmas, KernelFunction.UnmapHugepageRange], leaked.Stack);
    }

    [Fact]
    public void A_lock_that_the_task_holds_is_found_where_it_was_at_work()
    {
        var bug = BugCase.Read(Path.Combine(Repository.Traces, "bugs", "08-mremap-self-deadlock.trace"));
        var found = new RunBugFinder().Find(bug.Trace, bug.Bad).Single(one => one.Check == CheckNames.SelfDeadlock);
        Assert.Equal("A 8G..9G (F@0): i_mmap_rwsem is taken for reading by the task that holds it", found.What);
    }

    [Fact]
    public void What_several_cpus_hold_alike_is_one_finding()
    {
        const string Text = "machine cpus=6\nfile F 1G\nmmap A F 8G..9G shared\nmmap B F 8G..9G shared\nspin A on cpus=1-2,4\ntouch B 8G\n"
            + "touch A 8G\nmunmap A 8G..9G\n";
        using var reader = new StringReader(Text);
        var stale = new RunBugFinder().Find(TraceParser.Parse("stale.trace", reader), LinuxKernels.Named("5.13")!)
            .Where(one => one.Check == CheckNames.StaleTranslation).ToList();
        Assert.Contains("CPUs 0-2, 4 can each still use 1 cached entry", Assert.Single(stale).What, StringComparison.Ordinal);
    }

    private static bool IsOfHardware(Violation found) => found.What.Contains(" walks ", StringComparison.Ordinal);

    private static void AssertPlaced(Violation found, bool needsWay)
    {
        var text = $"{found.Check}: {found.What}";
        Assert.True(found.Process is not null, $"no process: {text}");
        Assert.True(found.Range is not null, $"no range: {text}");
        Assert.True(!needsWay || OutsideOfCalls.Contains(found.Check) || IsOfHardware(found) || found.Stack.Count > 0, $"no way: {text}");
    }
}
