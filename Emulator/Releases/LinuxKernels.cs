using Emulator.Kernel;
using Emulator.Walks;

namespace Emulator.Releases;

/// <summary>
/// The releases, oldest first. Each one's rules are the next one's with what that one changed taken back, so a line here is
/// a change of Linux.
/// </summary>
public static class LinuxKernels
{
    private static readonly KernelRules Rules619 = new();

    // 8ce720d5bd91 (6.19): mmu_gather. Hugetlb's own free_pgtables path went in 6.17.
    private static readonly KernelRules Rules616 = Rules619 with
    {
        UnmapFlush = UnmapFlush.Forced,
        SyncsEachTable = true,
        UnlinksInBatches = false,
        UnregistersOwnOnly = false,
        MremapChecksFirst = false,
        MremapMovesSeveral = false,
    };

    // 1013af4f585f and 081056dc00a2 (6.16).
    private static readonly KernelRules Rules615 = Rules616 with { SyncsEachTable = false, Split = SplitRule.BeforeSplit };

    // Tables through RCU batches on every x86, INVLPGB, flush_tlb_range for lazy CPUs too (6.15); 59d9094df3d7, 209954cbc7d0 and
    // 0cef0bb836e3 (6.13).
    private static readonly KernelRules Rules612 = Rules615 with
    {
        BatchesTables = false,
        HasInvlpgb = false,
        SetsTce = false,
        FlushTlbRangeReachesLazy = false,
        CountsPageReferences = true,
        KeepsCpumask = false,
        MremapClearsUffdWp = false,
    };

    // The hugetlb_walk series (6.3) and what came with it; page batches of encoded pages (6.9).
    private static readonly KernelRules Rules62 = Rules612 with
    {
        FaultsUnderVmaLock = false,
        FaultLooksUpFirst = true,
        SharesUnderPageTableLock = false,
        ZapNotifies = true,
        PreparesAnonVmaFirst = false,
        RestoresReservation = false,
        WpLeavesUffdWp = false,
        WriteprotectSpansVmas = false,
        ResolvesToPageProt = false,
        GupLooksUp = true,
        GatherPagesMax = 8 + (19 * 510),
    };

    // b30c14cd6102 (6.2).
    private static readonly KernelRules Rules61 = Rules62 with { Split = SplitRule.LeavesShared, WriteprotectMakesTables = false };

    // 40549ba8f8e0 (6.1).
    private static readonly KernelRules Rules60 = Rules61 with { HasVmaLock = false };

    // e95a9851787b, 4ddb4d91b82f and bcd51a3c679d (6.0), WP on hugetlb (5.19), moves by mremap and a4a118f2eead (5.16).
    private static readonly KernelRules Rules513 = Rules60 with
    {
        SkipsAbsentTable = false,
        AddressAfterUnshare = AddressAfterUnshare.AlignUp,
        TakesUffdWp = false,
        ForkCopiesShared = true,
        AdvisesHugetlb = false,
        MremapMoves = false,
        UnmapFlush = UnmapFlush.Forgotten,
    };

    // The series under review: WP and MINOR are taken as it meant them; want_pmd_share did not test the 1G yet.
    private static readonly KernelRules RulesOfTheSeries = Rules513 with { TakesUffdWp = true, TestsPudBeforeShare = false };

    // Before the series: registration unshares nothing, and a registered VMA goes on sharing.
    private static readonly KernelRules RulesBeforeTheSeries = RulesOfTheSeries with { UffdForbidsSharing = false, ForkSearchesByParent = false };

    // The late stable kernels of 5.10: before the series and its two modes, with the flush of munmap and the address of huge_pmd_unshare fixed.
    private static readonly KernelRules Rules510y = Rules513 with
    {
        TakesUffdMinor = false,
        UffdForbidsSharing = false,
        ForkSearchesByParent = false,
        TestsPudBeforeShare = false,
        AddressAfterUnshare = AddressAfterUnshare.ByValue,
        UnmapFlush = UnmapFlush.Forced,
    };

    // The late stable kernels of 6.1: the rework and the mremap fix (6.1.191) on the code of 6.1 around them. Its split unshares
    // before it takes i_mmap.
    private static readonly KernelRules Rules61y = Rules619 with
    {
        UnlinksInBatches = false,
        UnregistersOwnOnly = false,
        MremapChecksFirst = false,
        MremapMovesSeveral = false,
        MremapKeepsDelta = true,
        BatchesTables = false,
        KeepsCpumask = false,
        PreparesAnonVmaFirst = false,
        RestoresReservation = false,
        Split = SplitRule.BeforeIMmapLock,
        FlushesTablesAfterUnshare = true,
        HasInvlpgb = false,
        SetsTce = false,
        FlushTlbRangeReachesLazy = false,
        FaultsUnderVmaLock = false,
        RemoveAsksMayWrite = false,
        FaultLooksUpFirst = true,
        SharesUnderPageTableLock = false,
        ZapNotifies = true,
        WriteprotectSpansVmas = false,
        WriteprotectMakesTables = false,
        ResolvesToPageProt = false,
        GupLooksUp = true,
        GatherPagesMax = 8 + (19 * 510),
    };

    // The distance of mremap's addresses (7.2).
    private static readonly KernelRules Rules72 = Rules619 with { MremapKeepsDelta = true, FlushesTablesAfterUnshare = true };

    /// <summary>What the series under review was posted on.</summary>
    private static readonly LinuxVersion OfTheSeries = new(5, 11);

    public static IReadOnlyList<LinuxKernel> All { get; } =
    [
        new("pre-v5", OfTheSeries, "the same kernel before the series, with WP and MINOR taken: nothing unshares", null, RulesBeforeTheSeries),
        new(
            "v5-patch", OfTheSeries, "[PATCH v5 04/10] as posted in Feb 2021, on the kernel of its day",
            UnshareWalk.Of<V5PerHugePage>(), RulesOfTheSeries),
        new("kravetz", OfTheSeries, "Kravetz's proposal of Feb 2021, on the same kernel", UnshareWalk.Of<KravetzPerPud>(), RulesOfTheSeries),
        new("5.13", new(5, 13), "as merged; hugetlb takes minor mode only; munmap forgets a flush", UnshareWalk.Of<Merged513>(), Rules513),
        new("6.0", new(6, 0), "lazy fork, mremap that moves; faults still under i_mmap_rwsem", UnshareWalk.Of<Merged513>(), Rules60),
        new("6.1", new(6, 1), "hugetlb vma lock; write-protect mode; a split leaves tables shared", UnshareWalk.Of<VmaLock61>(), Rules61),
        new("6.2", new(6, 2), "a split unshares the 1G it cuts, before the VMA changes", UnshareWalk.OfRange<SplitAware62>(), Rules62),
        new("6.12", new(6, 12), "6.10..6.12.10: faults under the per-VMA lock; walk and split as 6.2", UnshareWalk.OfRange<SplitAware62>(), Rules612),
        new("6.15", new(6, 15), "6.12 with a share count of its own, INVLPGB, flushes for lazy CPUs", UnshareWalk.OfRange<SplitAware62>(), Rules615),
        new("6.16", new(6, 16), "a broadcast for each table; the split unshares inside the change", UnshareWalk.OfRange<SyncEachTable616>(), Rules616),
        new("6.19", new(6, 19), "mmu_gather: one flush, at most one broadcast (the default)", UnshareWalk.OfRange<Gather619>(), Rules619),
        new("5.10.y", new(5, 10, 191), "stable 5.10.121 and later: before the series; missing mode alone", null, Rules510y),
        new("6.1.y", new(6, 1, 191), "stable 6.1.191 and later: 6.19's walk, flush and sync on 6.1's other code", UnshareWalk.OfRange<Gather619>(), Rules61y),
        new("7.2", new(7, 2), "as 6.19; a move by mremap keeps the distance of its addresses", UnshareWalk.OfRange<Gather619>(), Rules72),
    ];

    /// <summary>The kernel that answers where none is named.</summary>
    public static LinuxKernel Default { get; } = Named("6.19")!;

    /// <summary>The kernel of that name, or null.</summary>
    public static LinuxKernel? Named(string name) => All.FirstOrDefault(release => release.Name == name);
}
