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

    // The check that bugs.md names for it; others may fire too.
    private static readonly Dictionary<string, string> FoundBy = new()
    {
        ["01-split-leaves-shared"] = "left shared",
        ["01-split-leaves-shared-minor"] = "left shared",
        ["01-split-left-stale"] = "stale translation",
        ["04-scanned-twice-mprotect"] = "visited twice",
        ["04-scanned-twice-register"] = "visited twice",
        ["05-reference-taken-for-sharer"] = "pages left mapped",
        ["06a-write-protect-lost"] = "promise kept",
        ["06b-write-protect-visible"] = "uffd-wp visible to others",
        ["06c-minor-lost"] = "promise kept",
        ["07-leaf-only-flush"] = "stale walk-cache entry",
        ["08-mremap-self-deadlock"] = "self-deadlock",
        ["09-munmap-forgets-flush"] = "stale translation",
        ["10-mremap-drift"] = "entry against VMA",
        ["10-mremap-drift-outside"] = "entry against VMA",
        ["11-mremap-length-int"] = "content",
        ["12-split-without-lock"] = "lock held",
        ["13-lazy-cpu"] = "stale walk-cache entry",
        ["mode-switch-keeps-marks"] = "uffd-wp visible to others",
        ["v5-range-of-the-vma"] = "notifier range too small",
        ["writeprotect-without-table"] = "promise kept",
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
