using System.Text.RegularExpressions;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Checks;

/// <summary>
/// Kernels with one seeded fault each, all else as a release, and where which check finds it. A fault of the walk is a
/// <see cref="MutantWalk"/>; one of a rule is a value of <see cref="KernelRules"/> that the release does not have.
/// </summary>
internal static partial class Mutants
{
    private static readonly LinuxKernel Newest = LinuxKernels.Named("7.2")!;

    private static readonly LinuxKernel Series = LinuxKernels.Named("kravetz")!;

    private static readonly string[] Folders = ["checks", "bugs"];

    private static readonly Lazy<IReadOnlyList<Trace>> Traces = new(() =>
    [
        .. from folder in Folders
           from path in Directory.EnumerateFiles(Path.Combine(Repository.Traces, folder), "*.trace").Order(StringComparer.Ordinal)
           select Read(path),
    ]);

    private static readonly Dictionary<LinuxKernel, IReadOnlyList<HashSet<string>>> Silent = [];

    public static IReadOnlyList<Mutant> All { get; } =
    [
        .. Enum.GetValues<WalkFault>().Where(fault => fault != WalkFault.None).Select(OfWalk),
        Rule("a split leaves tables shared", CheckNames.LeftShared, rules => rules with { Split = SplitRule.LeavesShared }),
        Rule("a split unshares before i_mmap", CheckNames.LockHeld, rules => rules with { Split = SplitRule.BeforeIMmapLock }),
        Rule("unmapping forgets the flush", CheckNames.StaleTranslation, rules => rules with { UnmapFlush = UnmapFlush.Forgotten }),
        Rule("a reference is taken for a sharer", CheckNames.PagesLeftMapped, rules => rules with { CountsPageReferences = true }),
        Rule("a success goes back to ALIGN - 2M", CheckNames.VisitedTwice, rules => rules with { AddressAfterUnshare = AddressAfterUnshare.AlignUp }),
        Rule("mremap drifts", CheckNames.EntryAgainstVma, rules => rules with { MremapKeepsDelta = false }),
        Rule("protecting passes over no table", CheckNames.PromiseKept, rules => rules with { WriteprotectMakesTables = false }),
        Rule("walk caches are kept", CheckNames.StaleWalkCacheEntry, rules => rules with { FlushesTablesAfterUnshare = false }),
        Rule("want_pmd_share forgets userfaultfd", CheckNames.LeftShared, rules => rules with { UffdForbidsSharing = false }),
        new("rule: registration forgets to unshare", CheckNames.LeftShared, Newest, Running(Newest, new NoWalk(Newest.RegisterWalk!))),
        new("half of the series: only unshares", CheckNames.LeftShared, Series, Series with { Rules = Series.Rules with { UffdForbidsSharing = false } }),
        new("half of the series: only want_pmd_share", CheckNames.LeftShared, Series, Running(Series, null)),
    ];

    /// <summary>The first trace in which the check fires that must find it, silent in the release itself; with all such checks there.</summary>
    public static (string Trace, IReadOnlyList<string> Checks)? Find(Mutant mutant)
    {
        foreach (var (i, trace) in Traces.Value.Index())
        {
            var found = FoundIn(mutant, i);
            if (found.Contains(mutant.Check)) return (trace.Path, found);
        }

        return null;
    }

    /// <summary>Every check that fires in any trace, and is silent there in the release itself.</summary>
    public static IEnumerable<string> FoundInAnyTrace(Mutant mutant) =>
        Enumerable.Range(0, Traces.Value.Count).SelectMany(i => FoundIn(mutant, i)).Distinct();

    private static List<string> FoundIn(Mutant mutant, int trace)
    {
        if (!Silent.TryGetValue(mutant.Of, out var before)) Silent[mutant.Of] = before = [.. Traces.Value.Select(one => Checks(one, mutant.Of))];
        return [.. Checks(Traces.Value[trace], mutant.Faulty).Except(before[trace]).Order(StringComparer.Ordinal)];
    }

    /// <summary>The same kernel with another walk, at registration and, if it serves them, at splits.</summary>
    public static LinuxKernel Running(LinuxKernel linux, UnshareWalk? walk) => new(linux.Name, linux.Version, linux.Meaning, walk, linux.Rules);

    /// <summary>Under per-VMA locks, which registration takes, nobody needs the hugetlb vma lock there (Traces/bugs, case 2): so without them.</summary>
    private static Mutant OfWalk(WalkFault fault)
    {
        var faulty = Running(Newest, new MutantWalk(fault));
        if (fault == WalkFault.VmaLockNotTaken) faulty = faulty with { Rules = faulty.Rules with { FaultsUnderVmaLock = false } };
        return new($"walk: {Words(fault)}", CheckOf(fault), Newest, faulty);
    }

    private static string CheckOf(WalkFault fault) => fault switch
    {
        WalkFault.FlushLeftOut or WalkFault.FlushBeforeClear or WalkFault.FlushOnePage or WalkFault.FlushAfterIMmap
            or WalkFault.FlushMissesOneCpu => CheckNames.FlushTooLate,
        WalkFault.SyncBeforeClear or WalkFault.PvNotWaitedFor => CheckNames.WalkersNotWaitedFor,
        WalkFault.GatherNotFinished => CheckNames.ObligationUnpaid,
        WalkFault.NotifierLeftOut or WalkFault.NotifierEndsShort or WalkFault.NotifierStartsLate => CheckNames.NotifierRangeTooSmall,
        WalkFault.NotifierEndForgotten => CheckNames.NotifierUnbalanced,
        WalkFault.CountDroppedTwice or WalkFault.CountNotDropped => CheckNames.ShareCount,
        WalkFault.IMmapNotTaken or WalkFault.IMmapForReading or WalkFault.IMmapNotReleased or WalkFault.VmaLockNotTaken => CheckNames.LockHeld,
        WalkFault.IMmapTwice or WalkFault.PageTableLockTwice => CheckNames.SelfDeadlock,
        WalkFault.IMmapBeforeVmaLock => CheckNames.LockOrder,
        WalkFault.ClearsWrongLevel => CheckNames.StaleTranslation,
        WalkFault.GoesBack => CheckNames.VisitedTwice,
        _ => CheckNames.LeftShared,
    };

    private static Mutant Rule(string name, string check, Func<KernelRules, KernelRules> change) =>
        new($"rule: {name}", check, Newest, Newest with { Rules = change(Newest.Rules) });

    private static HashSet<string> Checks(Trace trace, LinuxKernel release)
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

    /// <param name="Check">The one that is there to find it.</param>
    /// <param name="Of">The release that it is but for the fault.</param>
    internal sealed record Mutant(string Name, string Check, LinuxKernel Of, LinuxKernel Faulty);
}
