using System.Text.Json;
using Emulator.Host;
using Emulator.Reports;
using Emulator.Scenarios;

namespace Tests.Host;

/// <summary>The agent against what another program recorded on the same kernel: that is what says that the agent is right.</summary>
[Collection(HostCollection.Name)]
public class HostTruthTests
{
    private const int AttemptsMax = 3;
    private static readonly string Folder = Path.Combine(Repository.Traces, "kernels", "6.18");
    private static readonly HostOptions Options = new(WithMaps: true, Setup: true);

    /// <summary>Some of each kind; the others are as good, but take time or memory.</summary>
    public static TheoryData<string> Names =>
    [
        "addr_shift_64T", "align_511Gp512M_512Gp512M", "align_8Gp2M_11Gm2M", "dontneed_2M", "exit_owner_first",
        "exit_then_new_process_shares",
        "flags_madv_dontdump_one", "flags_mlock_whole_one", "flags_reserve_both", "flags_rofd_r_vs_rwfd_r", "fork_after_register_missing",
        "fork_dontfork", "fork_private", "fork_shares_on_touch", "minor_register_unshares", "missing_keeps_sharing", "mprotect_mid2M",
        "mprotect_none", "mremap_dontunmap", "mremap_grow", "mremap_move_1G", "mremap_move_part", "mremap_move_unshared_512M",
        "mremap_shrink",
        "munmap_4_sharers_in_turn", "munmap_mid2M", "punch_2M_shared", "rand_003", "rand_009", "rand_012", "rand_016",
        "reg_hole_and_beyond",
        "reg_private_wp", "reg_wp_missing_minor", "same_process_two_maps", "sharers_32", "tb_8T_unpopulated", "thread_in_sharer_only",
        "thread_mremap_2sh_3G", "thread_munmap_2sh", "thread_punch_3sh", "thread_register_2sh", "truncate_to_0_then_touch",
        "two_files_same_offset",
        "unreg_partial_mid", "unreg_then_touch_reshares", "wp_protect_and_fork",
    ];

    [HostTheory(recorded: true)]
    [MemberData(nameof(Names))]
    public void This_kernel_answers_what_was_recorded(string name)
    {
        var trace = Read(name);
        var recorded = File.ReadLines(Path.Combine(Folder, $"{name}.truth.jsonl"));
        var truths = recorded.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        using var runner = new HostRunner(Options);
        for (var attempt = 1; ; attempt++)
        {
            var answers = runner.Run(trace);
            Assert.Equal(truths.Select(truth => truth.GetProperty("line").GetInt32()), answers.Select(answer => answer.Statement.Line));
            var pairs = truths.Zip(answers.Select(answer => JsonDocument.Parse(JsonHostAnswer.Of(answer)).RootElement)).ToList();
            foreach (var (truth, answer) in pairs) AssertState(truth, answer);

            // A hypervisor that has taken the other CPU away is told to flush later (KVM's PV flush): then no interrupt is sent.
            var isEqual = pairs.All(pair => IsEqual(pair.First, pair.Second, "tlb_flushes") && IsEqual(pair.First, pair.Second, "ipis"));
            if (!isEqual && attempt < AttemptsMax) continue;
            foreach (var (truth, answer) in pairs) AssertFlushes(truth, answer);
            return;
        }
    }

    private static void AssertState(JsonElement truth, JsonElement answer)
    {
        foreach (var field in (string[])["statement", "result", "touched", "faults", "sigbus", "sigsegv", "page_table_kb", "maps"])
        {
            Assert.True(IsEqual(truth, answer, field), $"{field}\nrecorded: {truth}\nanswered: {answer}");
        }
    }

    private static void AssertFlushes(JsonElement truth, JsonElement answer)
    {
        Assert.True(IsEqual(truth, answer, "tlb_flushes"), $"tlb_flushes\nrecorded: {truth}\nanswered: {answer}");
        Assert.True(IsEqual(truth, answer, "ipis"), $"ipis\nrecorded: {truth}\nanswered: {answer}");
    }

    /// <summary>
    /// What one of the two does not have (a fork's flushes, a tracepoint that is missing here) does not count; nor do the interrupts
    /// of another number of CPUs.
    /// </summary>
    private static bool IsEqual(JsonElement truth, JsonElement answer, string field)
    {
        if (field == "ipis" && ThisMachine.Cpus != MachineStatement.CpusDefault) return true;
        if (field is "ipis" or "tlb_flushes" && truth.GetProperty("nondeterministic").GetInt32() != 0) return true;
        return !truth.TryGetProperty(field, out var recorded)
            || !answer.TryGetProperty(field, out var answered)
            || JsonElement.DeepEquals(recorded, answered)
            || (field == "ipis" && !answered.TryGetProperty("flush_tlb", out _) && IsEqual(recorded, answered, "table_sync"));
    }

    private static Trace Read(string name)
    {
        var path = Path.Combine(Folder, $"{name}.trace");
        using var reader = File.OpenText(path);
        return TraceParser.Parse(path, reader);
    }
}
