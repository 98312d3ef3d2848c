using System.Text;
using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Reports;
using Tests.Docs;
using Tests.Perf;

namespace Tests.Checks;

/// <summary>
/// Traces/bugs: each bug is found at the release that had it, by the check that it should be, and the release that fixed it is clean. What
/// fires at every other release is checked in beside it (NAME.checks.txt).
/// </summary>
public class BugTraceTests
{
    private static readonly string Folder = Path.Combine(Repository.Traces, "bugs");

    // The check that each bug is known by; others may fire too.
    private static readonly Dictionary<string, string> FoundBy = new()
    {
        ["01-split-leaves-shared"] = CheckNames.LeftShared,
        ["01-split-leaves-shared-minor"] = CheckNames.LeftShared,
        ["01-split-left-stale"] = CheckNames.StaleTranslation,
        ["04-scanned-twice-mprotect"] = CheckNames.VisitedTwice,
        ["04-scanned-twice-register"] = CheckNames.VisitedTwice,
        ["05-reference-taken-for-sharer"] = CheckNames.PagesLeftMapped,
        ["06a-write-protect-lost"] = CheckNames.PromiseKept,
        ["06b-write-protect-visible"] = CheckNames.UffdWpVisibleToOthers,
        ["06c-minor-lost"] = CheckNames.PromiseKept,
        ["07-leaf-only-flush"] = CheckNames.StaleWalkCacheEntry,
        ["08-mremap-self-deadlock"] = CheckNames.SelfDeadlock,
        ["09-munmap-forgets-flush"] = CheckNames.StaleTranslation,
        ["10-mremap-drift"] = CheckNames.EntryAgainstVma,
        ["10-mremap-drift-outside"] = CheckNames.EntryAgainstVma,
        ["11-mremap-length-int"] = CheckNames.Content,
        ["12-split-without-lock"] = CheckNames.LockHeld,
        ["13-lazy-cpu"] = CheckNames.StaleWalkCacheEntry,
        ["mode-switch-keeps-marks"] = CheckNames.UffdWpVisibleToOthers,
        ["v5-range-of-the-vma"] = CheckNames.NotifierRangeTooSmall,
        ["writeprotect-without-table"] = CheckNames.PromiseKept,
    };

    public static TheoryData<string> Sequential => [.. Cases.Where(one => one.Verb == "run").Select(one => one.Name)];

    private static IEnumerable<BugCase> Cases =>
        Directory.EnumerateFiles(Folder, "*.trace").Order(StringComparer.Ordinal).Select(BugCase.Read);

    [Theory]
    [MemberData(nameof(Sequential))]
    public void It_is_found_where_it_was_and_not_where_it_is_fixed(string name)
    {
        var path = Path.Combine(Folder, $"{name}.trace");
        var bug = BugCase.Read(path);
        string[] strict = bug.Severity == Severity.Speculative ? ["--strict"] : [];
        var bad = Cli.Run(["run", path, "--check", .. strict, "--json", "--kernel", bug.Bad.Name]);
        Assert.Equal(3, bad.Status);
        Assert.Matches($@"(?m)^{path}:\d+: {FoundBy[name]}( \(speculative only\))?: ", bad.Error);
        if (strict.Length > 0) Cli.Run("run", path, "--check", "--kernel", bug.Bad.Name).Succeeded();
        if (bug.Good is null) return;
        Assert.Equal("", Cli.Run(["run", path, "--check", .. strict, "--json", "--kernel", bug.Good.Name]).Succeeded().Error);
    }

    [Theory]
    [MemberData(nameof(Sequential))]
    public void At_every_release_the_same_checks_fire_as_ever(string name)
    {
        var trace = BugCase.Read(Path.Combine(Folder, $"{name}.trace")).Trace;
        var text = new StringBuilder();
        foreach (var release in LinuxKernels.All)
        {
            var found = new RunBugFinder().Find(trace, release)
                .Select(one => one.Severity == Severity.Usable ? one.Check : $"{one.Check} (speculative)");
            text.Append($"{release.Name}: {string.Join(", ", found.Distinct().Order(StringComparer.Ordinal))}".TrimEnd()).Append('\n');
        }

        Golden.Check(Path.Combine(Folder, $"{name}.checks.txt"), text.ToString());
    }

    [Fact]
    public void The_readme_has_the_table() => GeneratedBlock.Check("README.md", "bugs", BugTable.Text(Cases));

    [Fact]
    public void Every_fixed_release_is_clean() => Assert.DoesNotContain("| NO |", BugTable.Text(Cases), StringComparison.Ordinal);
}
