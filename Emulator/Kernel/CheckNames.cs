using System.Reflection;

namespace Emulator.Kernel;

/// <summary>
/// The names of all checks, as findings print them, and what each asserts. They are declared here alone: the kernel and the checks
/// report by them, tests ask for them, and the tables of docs/checks.md are made of them.
/// </summary>
internal static class CheckNames
{
    [Asserts(
        CheckedAt.EachStep,
        "a lock is waited for only while none that comes after it is held; a trylock is exempt, and the per-VMA locks among themselves",
        "mmap_lock, per-VMA lock, hugetlb_fault_mutex, hugetlb vma lock, i_mmap_rwsem, page table lock (mm/rmap.c): two tasks in two orders "
        + "wait for each other")]
    internal const string LockOrder = "lock order";

    [Asserts(CheckedAt.EachStep, "no task waits for what it holds", "neither rwsems nor spinlocks nest; the task can't be killed")]
    internal const string SelfDeadlock = "self-deadlock";

    [Asserts(
        CheckedAt.EachStep,
        "at a detach i_mmap_rwsem for writing, and the hugetlb vma lock unless the VMA is write-locked; at the end of a call nothing",
        "a fault of another mm may share the table again while it is detached (081056dc00a2, and 6.1.y's backport of it)")]
    internal const string LockHeld = "lock held";

    [Asserts(
        CheckedAt.EachStep,
        "an entry that was present goes, or becomes another or less, only inside an active range of its mm",
        "a secondary MMU keeps what it was not told of (KVM, devices). What each path tells: `adjust_range_if_pmd_sharing_possible` "
        + "(dff11abe280b)")]
    internal const string NotifierRangeTooSmall = "notifier range too small";

    [Asserts(CheckedAt.EachStep, "every start has its end", "KVM counts ranges in progress, and faults nothing in until they end")]
    internal const string NotifierUnbalanced = "notifier unbalanced";

    [Asserts(
        CheckedAt.EachStep,
        "a table that is detached under i_mmap_rwsem is flushed from all CPUs before that is dropped",
        "once the lock is dropped the other user may free or change the table (a4a118f2eead; the comment in hugetlb_change_protection "
        + "says it)")]
    internal const string FlushTooLate = "flush too late";

    [Asserts(
        CheckedAt.EachStep,
        "where a flush waits for nobody (`flush=pv`, `invlpgb` from 6.15 on): a broadcast follows, if the table has one user left",
        "GUP-fast walks with interrupts off, without a lock (1013af4f585f). Where flushes are interrupts they have waited already, and this "
        + "is silent")]
    internal const string WalkersNotWaitedFor = "walkers not waited for";

    [Asserts(
        CheckedAt.EachStep,
        "a loop (hugetlb_unshare_pmds, hugetlb_change_protection, __unmap_hugepage_range, move, copy) looks at no address at or before one "
        + "that it has looked at",
        "nothing breaks: cost alone (48381273f873)")]
    internal const string VisitedTwice = "visited twice";

    [Asserts(
        CheckedAt.EachStep,
        "a mmu_gather ends finished, flushed and, if a table has one user left, with its broadcast made",
        "tlb_finish_mmu warns")]
    internal const string ObligationUnpaid = "obligation unpaid";

    [Asserts(
        CheckedAt.EachStatement,
        "no registered VMA (WP or MINOR) of any process has a table with other users",
        "uffd-wp bits are in entries; a minor fault must come in this mm (6dfeaff93be1)")]
    internal const string LeftShared = "left shared";

    [Asserts(
        CheckedAt.EachStatement,
        "no CPU could have a page cached that the tables do not map, or with more rights than they give. A CPU that will flush before it "
        + "uses what it holds holds nothing; a lazy one is *speculative*",
        "SDM 4.10.4; every user of a freed page")]
    internal const string StaleTranslation = "stale translation";

    [Asserts(
        CheckedAt.EachStatement,
        "the same of an entry that names a table: no CPU could walk on through one that is gone",
        "SDM 4.10.4; every user of a freed table")]
    internal const string StaleWalkCacheEntry = "stale walk-cache entry";

    [Asserts(
        CheckedAt.EachStatement,
        "a table's count is the entries that name it, less one",
        "pt_share_count decides whether entries are zapped or the table is dropped (59d9094df3d7)")]
    internal const string ShareCount = "share count";

    [Asserts(CheckedAt.EachStatement, "what a mm counts is what it has", "mm_pgtables_bytes, which the OOM killer weighs and check_mm warns of")]
    internal const string VmPte = "VmPTE";

    [Asserts(
        CheckedAt.EachStatement,
        "each table that is allocated is reached by a process",
        "nobody could free it any more, nor the pages in it")]
    internal const string PageTablesLeaked = "page tables leaked";

    [Asserts(CheckedAt.EachStatement, "no table that is freed is reached by a process", "the page is somebody else's by then")]
    internal const string PageTableFreedInUse = "page table freed in use";

    [Asserts(
        CheckedAt.EachStatement,
        "no table is freed with pages in it",
        "their mappings are counted for ever, so they are never given back (59d9094df3d7)")]
    internal const string PagesLeftMapped = "pages left mapped";

    [Asserts(
        CheckedAt.EachStatement,
        "every present entry lies in a VMA, allows no write that the VMA forbids, and is the page that the VMA's offset says. A private page "
        + "keeps the place in its file that it was made for, whoever forks or moves it; a private mapping never writes the file's own page",
        "a later mapping of that address finds the entry and uses it")]
    internal const string EntryAgainstVma = "entry against VMA";

    [Asserts(CheckedAt.EachStatement, "no table with several users has a uffd-wp bit or marker", "the mark is one mm's")]
    internal const string UffdWpVisibleToOthers = "uffd-wp visible to others";

    [Asserts(CheckedAt.EachStatement, "a GUP-fast walker comes to no page that the mm did not map there", "1013af4f585f; `explore`")]
    internal const string TableReused = "table reused";

    [Asserts(
        CheckedAt.Shadow,
        "what userfaultfd answered 0 to stays so: a write to a write-protected page faults, and so does an access to a page under MINOR that "
        + "the mm never mapped",
        "what the program that registered was told")]
    internal const string PromiseKept = "promise kept";

    [Asserts(
        CheckedAt.Shadow,
        "an access reads what was written there: of a shared mapping the file's page, of a private one its own copy",
        "that memory is memory")]
    internal const string Content = "content";

    /// <summary>All of them, in the order of their declarations.</summary>
    internal static IReadOnlyList<(string Name, AssertsAttribute Asserts)> All { get; } =
    [
        .. from field in typeof(CheckNames).GetFields(BindingFlags.NonPublic | BindingFlags.Static)
           where field.IsLiteral
           orderby field.MetadataToken
           select ((string)field.GetRawConstantValue()!, field.GetCustomAttribute<AssertsAttribute>()!),
    ];
}

/// <summary>What a check asserts, for the row of it in docs/checks.md.</summary>
/// <param name="at">When it is asked.</param>
/// <param name="what">One sentence, or two.</param>
/// <param name="reliedOn">What in Linux relies on it.</param>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class AssertsAttribute(CheckedAt at, string what, string reliedOn) : Attribute
{
    internal CheckedAt At => at;

    internal string What => what;

    internal string ReliedOn => reliedOn;
}

/// <summary>When a check is asked.</summary>
internal enum CheckedAt
{
    /// <summary>At every step of the kernel.</summary>
    EachStep,

    /// <summary>Of the machine, after every statement.</summary>
    EachStatement,

    /// <summary>Of accesses, against what calls mean, which is kept beside the kernel.</summary>
    Shadow,
}
