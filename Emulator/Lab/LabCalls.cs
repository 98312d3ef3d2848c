using Emulator.Host;
using Emulator.Scenarios;

namespace Emulator.Lab;

/// <summary>From the functions that a tracer sees to the <c>calls</c> of the output contract (docs/trace-format.md).</summary>
public static class LabCalls
{
    private const string FlushTlbMmRange = "flush_tlb_mm_range";
    private const string UnsharePmds = "hugetlb_unshare_pmds", UnshareAllPmds = "hugetlb_unshare_all_pmds";

    // The others of the contract are inline functions in every kernel (huge_pte_lock, i_mmap_lock_*, pmd_alloc), or called
    // only where somebody listens (mmu_notifier_invalidate_range_start).
    private static readonly string[] Traced =
    [
        "huge_pte_offset", "huge_pmd_share", "huge_pmd_unshare", UnsharePmds, UnshareAllPmds, "huge_pmd_unshare_flush",
        FlushTlbMmRange, "tlb_remove_table_sync_one", "hugetlb_vma_lock_write", "hugetlb_vma_lock_read",
    ];

    /// <summary>What to ask the tracer for; huge_pmd_unshare is __huge_pmd_unshare since 2026.</summary>
    public static IEnumerable<string> Functions => Traced.Append("__huge_pmd_unshare");

    /// <summary>
    /// The answer with the contract's calls, zeros included. A fork and an exit say nothing of flushes: the agent's own memory is
    /// copied and freed with the trace's.
    /// </summary>
    public static HostAnswer InContract(HostAnswer answer, IReadOnlyList<string> inlined)
    {
        if (answer.Calls is not { } seen) return answer;
        var calls = seen.GroupBy(pair => pair.Key.Split('.')[0].TrimStart('_')).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        // Since 6.2 the one calls the other.
        if (calls.Remove(UnshareAllPmds, out var all)) calls.TryAdd(UnsharePmds, all);
        foreach (var name in inlined) calls.Remove(name);
        if (answer.Statement is ForkStatement or ExitStatement) calls.Remove(FlushTlbMmRange);
        return answer with { Calls = [.. Traced.Where(calls.ContainsKey).Select(name => KeyValuePair.Create(name, calls[name]))] };
    }
}
