using System.Text.RegularExpressions;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Tests.Checks;

/// <summary>
/// Kernels with one seeded fault each, all else as a release, and where which check finds it. A fault of the walk is a
/// <see cref="MutantWalk"/>; one of a rule is a value of <see cref="KernelRules"/> that the release does not have.
/// </summary>
internal static partial class Mutants
{
    private static readonly KernelRelease Newest = KernelReleases.Named("7.2")!;

    private static readonly KernelRelease Series = KernelReleases.Named("kravetz")!;

    private static readonly string[] Folders = ["checks", "bugs"];

    private static readonly Lazy<IReadOnlyList<Trace>> Traces = new(() =>
    [
        .. from folder in Folders
           from path in Directory.EnumerateFiles(Path.Combine(Repository.Traces, folder), "*.trace").Order(StringComparer.Ordinal)
           select Read(path),
    ]);

    private static readonly Dictionary<KernelRelease, IReadOnlyList<HashSet<string>>> Silent = [];

    public static IReadOnlyList<Mutant> All { get; } =
    [
        .. Enum.GetValues<WalkFault>().Where(fault => fault != WalkFault.None).Select(OfWalk),
        Rule("a split leaves tables shared", rules => rules with { Split = SplitRule.LeavesShared }),
        Rule("a split unshares before i_mmap", rules => rules with { Split = SplitRule.BeforeIMmapLock }),
        Rule("unmapping forgets the flush", rules => rules with { UnmapFlush = UnmapFlush.Forgotten }),
        Rule("a reference is taken for a sharer", rules => rules with { CountsPageReferences = true }),
        Rule("a success goes back to ALIGN - 2M", rules => rules with { AddressAfterUnshare = AddressAfterUnshare.AlignUp }),
        Rule("mremap drifts", rules => rules with { MremapKeepsDelta = false }),
        Rule("protecting passes over no table", rules => rules with { WriteprotectMakesTables = false }),
        Rule("walk caches are kept", rules => rules with { FlushesTablesAfterUnshare = false }),
        Rule("want_pmd_share forgets userfaultfd", rules => rules with { UffdForbidsSharing = false }),
        new("rule: registration forgets to unshare", Newest, Newest with { Walk = new NoWalk(Newest.Walk!) }),
        new("half of the series: only unshares", Series, Series with { Rules = Series.Rules with { UffdForbidsSharing = false } }),
        new("half of the series: only want_pmd_share", Series, Series with { Walk = null }),
    ];

    /// <summary>The first trace in which a check fires that is silent in the release itself, with all such checks.</summary>
    public static (string Trace, IReadOnlyList<string> Checks)? Find(Mutant mutant)
    {
        if (!Silent.TryGetValue(mutant.Of, out var before)) Silent[mutant.Of] = before = [.. Traces.Value.Select(one => Checks(one, mutant.Of))];
        foreach (var (i, trace) in Traces.Value.Index())
        {
            var found = Checks(trace, mutant.Faulty).Except(before[i]).Order(StringComparer.Ordinal).ToList();
            if (found.Count > 0) return (trace.Path, found);
        }

        return null;
    }

    /// <summary>Under per-VMA locks, which registration takes, nobody needs the hugetlb vma lock there (bugs.md 2): so without them.</summary>
    private static Mutant OfWalk(WalkFault fault)
    {
        var rules = fault == WalkFault.VmaLockNotTaken ? Newest.Rules with { FaultsUnderVmaLock = false } : Newest.Rules;
        return new($"walk: {Words(fault)}", Newest, Newest with { Walk = new MutantWalk(fault), Rules = rules });
    }

    private static Mutant Rule(string name, Func<KernelRules, KernelRules> change) =>
        new($"rule: {name}", Newest, Newest with { Rules = change(Newest.Rules) });

    private static HashSet<string> Checks(Trace trace, KernelRelease release)
    {
        using var run = new TraceRun(trace, release, isChecked: true);
        var found = new HashSet<string>();
        try
        {
            foreach (var answer in run.Answers())
            {
                found.UnionWith(answer.Violations.Where(one => one.Severity == Severity.Usable).Select(one => one.Check));
            }
        }
        catch (EnsureException) when (found.Count > 0)
        {
            // Found, and then the tables were as broken as it said.
        }

        return found;
    }

    private static Trace Read(string path)
    {
        using var reader = File.OpenText(path);
        return TraceParser.Parse(Path.GetRelativePath(Repository.Root, path), reader);
    }

    private static string Words(WalkFault fault) =>
        Capital().Replace($"{fault}".Replace("IMmap", "I_mmap", StringComparison.Ordinal), " $0").Trim().ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Capital();

    /// <param name="Of">The release that it is but for the fault.</param>
    internal sealed record Mutant(string Name, KernelRelease Of, KernelRelease Faulty);
}
