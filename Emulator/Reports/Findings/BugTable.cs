using System.Globalization;
using System.Text;
using Emulator.Experiments;
using Emulator.Kernel;

namespace Emulator.Reports;

/// <summary>In Markdown a row for each bug: the release that had it, which checks find it, and whether the release that fixed it is clean.</summary>
public static class BugTable
{
    /// <summary>The commands that there are.</summary>
    public static IReadOnlyList<IBugFinder> Finders { get; } = [new RunBugFinder(), new ExploreBugFinder()];

    public static string Text(IEnumerable<BugCase> cases)
    {
        var table = new StringBuilder("| case | bad | found by | good | clean |\n|---|---|---|---|---|\n");
        foreach (var one in cases)
        {
            if (Finders.FirstOrDefault(finder => finder.Verb == one.Verb) is not { } finder) continue;
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {one.Name} | {one.Bad.Name} | {FoundBy(one, finder)} | {one.Good?.Name ?? "none"} | {Clean(one, finder)} |\n");
        }

        return table.ToString();
    }

    /// <summary>The checks, the worse first; what is speculative only is said to be so.</summary>
    private static string FoundBy(BugCase one, IBugFinder finder)
    {
        var found = finder.Find(one.Trace, one.Bad).GroupBy(violation => violation.Check)
            .Select(group => (Check: group.Key, Severity: group.Min(violation => violation.Severity)))
            .OrderBy(check => check.Severity)
            .ToList();
        var names = found.Where(check => check.Severity <= one.Severity)
            .Select(check => check.Severity == Severity.Speculative ? $"{check.Check} (speculative)" : check.Check);
        return $"{one.Verb}: {string.Join(", ", names)}";
    }

    private static string Clean(BugCase one, IBugFinder finder)
    {
        if (one.Good is null) return "-";
        return finder.Find(one.Trace, one.Good).Any(violation => violation.Severity <= one.Severity) ? "NO" : "yes";
    }
}
