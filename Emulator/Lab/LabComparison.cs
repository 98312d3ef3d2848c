using Emulator.Host;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Lab;

/// <summary>A kernel's answers beside the emulator's.</summary>
public static class LabComparison
{
    /// <returns>A line for each field that differs; and how many were compared.</returns>
    public static (IReadOnlyList<string> Differences, int Fields) Compare(Trace trace, LinuxKernel release, IReadOnlyList<HostAnswer> answers)
    {
        // The lab's machines have their own number of CPUs, and four levels (la57=off).
        var machine = trace.Machine with { Cpus = VirtualMachine.Cpus, Levels = MachineStatement.LevelsDefault };
        using var run = new TraceRun(trace with { Machine = machine }, release) { WithMaps = true };
        var differences = new List<string>();
        var fields = 0;
        foreach (var (ours, theirs) in run.Answers().Zip(answers))
        {
            var emulated = AnswerFields.Of(ours).Concat(CallsOf(ours, theirs)).ToDictionary(field => field.Name, field => field.Value);
            var kernel = AnswerFields.Of(theirs).Where(field => field.Name != "calls").Concat(CallsOf(theirs)).ToList();
            // After a hang only the result is known.
            if (theirs.Result == HostAnswer.Deadlock) kernel = [.. kernel.Take(1)];
            // A kernel that gives two answers to the same trace can't be held to either.
            if (theirs.Nondeterministic != 0) kernel.RemoveAll(field => field.Name is "tlb_flushes" or "ipis");
            fields += kernel.Count;
            differences.AddRange(kernel
                .Where(field => emulated[field.Name] != field.Value)
                .Select(field => $"{trace.Path}:{ours.Statement.Line}: '{ours.Statement.Text}': {field.Name}: "
                    + $"the kernel {field.Value}, the emulator {emulated[field.Name]}"));
        }

        return (differences, fields);
    }

    private static IEnumerable<AnswerField> CallsOf(HostAnswer kernel) =>
        (kernel.Calls ?? []).Select(pair => new AnswerField(pair.Key, $"{pair.Value}"));

    private static IEnumerable<AnswerField> CallsOf(Answer emulated, HostAnswer kernel)
    {
        var calls = Probes.KernelFunctions.Counted.ToDictionary(Probes.KernelFunctions.CName, function => emulated.Calls[function]);
        return (kernel.Calls ?? []).Select(pair => new AnswerField(pair.Key, $"{calls[pair.Key]}"));
    }
}

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
