namespace Emulator.Kernel;

/// <summary>
/// What differs between releases, one property a rule, each with the commit that changed it. The defaults are 6.19's, so a
/// release states only what it does otherwise. Sources: the commits named, and docs/kernel-calls.md.
/// </summary>
public sealed record KernelRules
{
    /// <summary>UFFDIO_REGISTER takes write-protect mode on hugetlb (UFFD_FEATURE_WP_HUGETLBFS_SHMEM, 5.19).</summary>
    public bool TakesUffdWp { get; init; } = true;

    /// <summary>Minor mode and UFFDIO_CONTINUE exist (7677f7fd8be7 and f619147104c8, 5.13).</summary>
    public bool TakesUffdMinor { get; init; } = true;

    /// <summary>What a success of huge_pmd_unshare did to the address of its caller's loop.</summary>
    public AddressAfterUnshare AddressAfterUnshare { get; init; } = AddressAfterUnshare.ByValue;

    /// <summary>A loop over huge pages skips to the end of a 1G without a table (e95a9851787b, 6.0); before, one huge page.</summary>
    public bool SkipsAbsentTable { get; init; } = true;

    /// <summary>The hugetlb vma lock exists, and the fault path holds it instead of i_mmap_rwsem (40549ba8f8e0, 6.1).</summary>
    public bool HasVmaLock { get; init; } = true;

    /// <summary>hugetlb faults run under the per-VMA lock, without mmap_lock (6.10).</summary>
    public bool FaultsUnderVmaLock { get; init; } = true;

    /// <summary>Registered for WP or MINOR, a VMA shares no table (want_pmd_share, with the series under review: c1991e0705d1).</summary>
    public bool UffdForbidsSharing { get; init; } = true;

    /// <summary>Whether a table is shared was asked of its page's reference count (until 59d9094df3d7, 6.13).</summary>
    public bool CountsPageReferences { get; init; }

    /// <summary>flush_tlb_range says that tables may have been freed, and so reaches lazy CPUs (3ef938c35035, 6.15).</summary>
    public bool FlushTlbRangeReachesLazy { get; init; } = true;

    /// <summary>INVLPGB is used where the machine has it (6.15).</summary>
    public bool HasInvlpgb { get; init; } = true;

    /// <summary>
    /// EFER.TCE is set where the machine has it (AMD; with the series of INVLPGB, 6.15): INVLPG then keeps the paging-structure entries
    /// that lead elsewhere.
    /// </summary>
    public bool SetsTce { get; init; } = true;

    /// <summary>tlb_flush of an architecture that invalidates leaves only looks at unshared_tables too (c2ff4764e03e, 7.2).</summary>
    public bool FlushesTablesAfterUnshare { get; init; }

    /// <summary>hugetlb_fault looks the entry up once before it takes any lock (until 6.3).</summary>
    public bool FaultLooksUpFirst { get; init; }

    /// <summary>want_pmd_share tests whether the VMA contains its 1G (5.13); before, huge_pmd_share was entered and tested it.</summary>
    public bool TestsPudBeforeShare { get; init; } = true;

    /// <summary>
    /// huge_pmd_share enters a shared table under mm->page_table_lock (6.3..6.10); before, under the table's own by huge_pte_lock.
    /// </summary>
    public bool SharesUnderPageTableLock { get; init; } = true;

    /// <summary>Besides unmap_vmas, the zap of each hugetlb VMA starts a notifier range of its own (until 6.3).</summary>
    public bool ZapNotifies { get; init; }

    /// <summary>free_pgtables unlinks neighbouring VMAs of one file under one i_mmap lock, hugetlb's too (6.17).</summary>
    public bool UnlinksInBatches { get; init; } = true;

    /// <summary>Pages that a gather holds before it must flush: some of its own, then 19 batches (MAX_GATHER_BATCH_COUNT).</summary>
    public int GatherPagesMax { get; init; } = 7 + (19 * 509);

    /// <summary>What a split of a VMA does about the 1G that the split point lies in.</summary>
    public SplitRule Split { get; init; } = SplitRule.InsideSplit;

    /// <summary>How unmapping pays for the tables that it detached.</summary>
    public UnmapFlush UnmapFlush { get; init; } = UnmapFlush.Gather;

    /// <summary>A success of huge_pmd_unshare broadcasts at once, before the share count drops (1013af4f585f, 6.16).</summary>
    public bool SyncsEachTable { get; init; }

    /// <summary>Freed tables go through batches of their own, freed by RCU (MMU_GATHER_RCU_TABLE_FREE, on x86 always since 6.15).</summary>
    public bool BatchesTables { get; init; } = true;

    /// <summary>fork copies the tables of shared hugetlb mappings too; since bcd51a3c679d (6.0) faults fill the child.</summary>
    public bool ForkCopiesShared { get; init; }

    /// <summary>
    /// The copy of a shared mapping (until 6.0) gives huge_pte_alloc the parent's VMA, and so shares no table with the parent (aec44e0f0213, 5.13);
    /// before, huge_pmd_share looked the child's up and found the parent.
    /// </summary>
    public bool ForkSearchesByParent { get; init; } = true;

    /// <summary>MADV_REMOVE asks whether the mapping may be written (6.7); before, whether it can be written now.</summary>
    public bool RemoveAsksMayWrite { get; init; } = true;

    /// <summary>MADV_DONTNEED takes hugetlb (5.18), and MADV_POPULATE_* exists (5.14).</summary>
    public bool AdvisesHugetlb { get; init; } = true;

    /// <summary>mremap moves hugetlb mappings (5.16); before, EINVAL for all that would move or grow.</summary>
    public bool MremapMoves { get; init; } = true;

    /// <summary>A move that skips a table keeps the distance of the two addresses (7.2; 6.12.112); before, they drift apart.</summary>
    public bool MremapKeepsDelta { get; init; }

    /// <summary>mremap looks whether the range crosses a VMA's end before it unmaps the target (6.17).</summary>
    public bool MremapChecksFirst { get; init; } = true;

    /// <summary>A move to a fixed place that keeps its length may span several VMAs (d23cb648e365, 6.17); before, EFAULT.</summary>
    public bool MremapMovesSeveral { get; init; } = true;

    /// <summary>UFFDIO_UNREGISTER refuses a VMA that another userfaultfd registered (6.17).</summary>
    public bool UnregistersOwnOnly { get; init; } = true;

    /// <summary>UFFDIO_WRITEPROTECT on makes the tables that are missing, to put markers there (6.2); before, it skipped them.</summary>
    public bool WriteprotectMakesTables { get; init; } = true;

    /// <summary>UFFDIO_WRITEPROTECT works on all VMAs of the range (6.3); before, one must contain it.</summary>
    public bool WriteprotectSpansVmas { get; init; } = true;

    /// <summary>
    /// uffd_wp_range gives entries vm_page_prot (931298e103c2, 6.3), which allows no write while the VMA is registered for
    /// write-protection: what is resolved faults once more. Before, the VMA's own protection: what is resolved can be written.
    /// </summary>
    public bool ResolvesToPageProt { get; init; } = true;

    /// <summary>A page that leaves a private mapping with a reservation is reserved for its place again (df7a6d1f6405, 6.11).</summary>
    public bool RestoresReservation { get; init; } = true;

    /// <summary>
    /// A private mapping gets its anon_vma (and fork then copies its tables) before UFFDIO_CONTINUE checks anything (867a43a34ff8, 6.9)
    /// and before a fault takes a page from the pool (7dac0ec8fa6c, 6.10); before, only when they had gone through that.
    /// </summary>
    public bool PreparesAnonVmaFirst { get; init; } = true;

    /// <summary>
    /// A CPU that goes from one mm to another stays in the first one's mm_cpumask, until a flush that freed tables interrupts it there
    /// (209954cbc7d0, 6.13); before, it left at once. (Once a second any flush takes such CPUs out: that is not in here.)
    /// </summary>
    public bool KeepsCpumask { get; init; } = true;

    /// <summary>
    /// hugetlb_wp changes nothing in an entry with the uffd-wp bit (60d5b473d61b, 6.3; 6.1.23): the fault path was to have asked the
    /// userfaultfd before. Where another mode replaced the registration it does not, and the write faults for ever.
    /// </summary>
    public bool WpLeavesUffdWp { get; init; } = true;

    /// <summary>
    /// mremap takes the uffd-wp bits and markers out of what it moves from a VMA that has a userfaultfd (0cef0bb836e3, 6.13; 6.12.11; the
    /// lab's 6.1.192 does it, too); before, they came along to a VMA that is not registered.
    /// </summary>
    public bool MremapClearsUffdWp { get; init; } = true;

    /// <summary>
    /// get_user_pages looks hugetlb entries up by huge_pte_offset under huge_pte_lock (until 6.9); then as any page, under the
    /// vma lock.
    /// </summary>
    public bool GupLooksUp { get; init; }
}
