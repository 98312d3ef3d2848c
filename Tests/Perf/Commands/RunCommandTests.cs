using System.Text.Json;

namespace Tests.Perf;

public class RunCommandTests
{
    private static readonly string[] Fields =
    [
        "line", "statement", "result", "touched", "faults", "sigbus", "sigsegv", "page_table_kb", "unshared", "left_shared", "left_stale",
        "calls", "tlb_flushes", "ipis", "model_ns", "model_ns_low", "model_ns_high",
    ];

    // docs/trace-format.md, "ptemu run": calls stand in this order.
    private static readonly string[] Calls =
    [
        "huge_pte_offset", "huge_pte_lock", "huge_pmd_share", "huge_pmd_unshare", "hugetlb_unshare_pmds", "huge_pmd_unshare_flush",
        "flush_tlb_mm_range", "tlb_remove_table_sync_one", "mmu_notifier_invalidate_range_start", "i_mmap_lock_write", "i_mmap_lock_read",
        "hugetlb_vma_lock_write", "hugetlb_vma_lock_read", "pmd_alloc",
    ];

    [Fact]
    public void An_answer_has_the_fields_of_the_contract_in_their_order()
    {
        var answers = Cli.Run("run", Cli.Seed, "--json").Succeeded().Json;
        Assert.Equal([9, 10, 11, 12, 13], answers.Select(answer => answer.GetProperty("line").GetInt32()));
        Assert.All(answers, answer => Assert.Equal(Fields, Cli.Names(answer)));
        Assert.All(answers, answer => Assert.Equal(["local", "local_full", "remote"], Cli.Names(answer.GetProperty("tlb_flushes"))));
        Assert.All(answers, answer => Assert.Equal(["flush_tlb", "table_sync"], Cli.Names(answer.GetProperty("ipis"))));
        Assert.All(answers, answer => Assert.Equal(Calls.Intersect(Cli.Names(answer.GetProperty("calls"))), Cli.Names(answer.GetProperty("calls"))));
        Assert.All(answers.SelectMany(answer => answer.GetProperty("calls").EnumerateObject()), call => Assert.True(call.Value.GetInt64() > 0));
        foreach (var name in Fields.Where(name => name.StartsWith("model_ns", StringComparison.Ordinal)))
            Assert.All(answers, answer => Assert.Matches(@"^\d+\.\d$", answer.GetProperty(name).GetRawText()));
    }

    [Fact]
    public void A_line_is_compact_json_as_the_contract_shows_it() => Assert.StartsWith(
        """
        {"line":13,"statement":"uffd-register A 8G+2M..11G-2M wp","result":"0","touched":0,"faults":0,"sigbus":0,"sigsegv":0,"page_table_kb":{"A":12,"B":8},"unshared":1,"left_shared":0,"left_stale":0,"calls":{"huge_pte_offset":1,"huge_pte_lock":1,"huge_pmd_unshare":1,
        """,
        Cli.Run("run", Cli.Seed, "--json").Lines[^1],
        StringComparison.Ordinal);

    [Fact]
    public void Maps_come_last_and_only_if_asked_for()
    {
        var answer = Cli.Run("run", Cli.Seed, "--json", "--maps").Succeeded().Json[^1];
        Assert.Equal([.. Fields, "maps"], Cli.Names(answer));
        Assert.Equal(
            """{"A":["8G+2M..10G+1022M F@8G+2M rw-s uffd-wp"],"B":["9G..10G F@9G rw-s"]}""",
            answer.GetProperty("maps").GetRawText());
    }

    [Fact]
    public void Several_traces_are_told_apart_by_path_and_run_on_machines_of_their_own()
    {
        var alone = Cli.Run("run", Cli.Seed, "--json").Json;
        var both = Cli.Run("run", Cli.Seed, Cli.Split, Cli.Seed, "--json").Succeeded().Json;
        Assert.All(both, answer => Assert.Equal(["trace", .. Fields], Cli.Names(answer)));
        Assert.Equal([Cli.Seed, Cli.Split, Cli.Seed], Paths(both).Where((path, i) => i == 0 || path != Paths(both)[i - 1]));
        Assert.Equal(alone.Select(Unnamed), both.Take(5).Select(Unnamed));
        Assert.Equal(alone.Select(Unnamed), both.TakeLast(5).Select(Unnamed));

        static string Unnamed(JsonElement answer) => string.Join(',', answer.EnumerateObject().Where(one => one.Name != "trace"));
    }

    [Fact]
    public void Standard_input_is_a_trace()
    {
        var text = File.ReadAllText(Cli.Seed);
        Assert.Equal(Cli.Run("run", Cli.Seed, "--json").Output, Cli.RunWithInput(text, "run", "-", "--json").Succeeded().Output);
        Assert.Contains("\"trace\":\"-\"", Cli.RunWithInput(text, "run", "-", Cli.Seed, "--json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_reads_the_same_numbers()
    {
        var text = Cli.Run("run", Cli.Seed, "--maps").Succeeded().Output;
        Assert.Contains(
            "13: uffd-register A 8G+2M..11G-2M wp\n    result    0\n    tables    A 12 kB, B 8 kB\n    unshared  tables 1\n", text, StringComparison.Ordinal);
        Assert.Contains("    flushes   local 1, full 1, sync IPIs 195\n", text, StringComparison.Ordinal);
        Assert.Contains("    maps A    8G+2M..10G+1022M F@8G+2M rw-s uffd-wp\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.1", 3, 1)]
    [InlineData("5.13", 3, 1)]
    [InlineData("6.2", 0, 0)]
    [InlineData("6.19", 0, 0)]
    public void Check_fails_where_a_table_is_left_shared(string kernel, int status, int leftShared)
    {
        var result = Cli.Run("run", Cli.Split, "--kernel", kernel, "--check", "--json");
        Assert.Equal(status, result.Status);
        Assert.Equal(leftShared, result.Json[4].GetProperty("left_shared").GetInt32());
        string[] report =
        [
            $"{Cli.Split}:14: left shared: A 8G..9G (F@8G): 1 table of a registered range, and A, B use the first",
            "    after 'uffd-register A 8G+512M..12G minor'",
        ];
        Assert.Equal(status == 0 ? [] : report, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(2));
        Assert.Equal(0, Cli.Run("run", Cli.Split, "--kernel", kernel).Status);
    }

    [Fact]
    public void A_finding_has_the_way_to_it_and_a_ruler()
    {
        var trace = Cli.Trace("bugs/01-split-left-stale");
        Assert.Contains(
            $"""
            {trace}:14: notifier range too small: A 8G..8G+2M (F@0): an entry goes outside of every range that the notifiers were told of
                after 'uffd-writeprotect A 8G+512M..8G+544M on'
                in userfaultfd_writeprotect > hugetlb_change_protection
                          8G            9G
                          |-------------|
                statement        [)       8G+512M..8G+544M
                found     [)              notifier range too small
                A         [======)        8G..8G+512M F@0 rw-s
                A                [======) 8G+512M..9G F@512M rw-s uffd-wp

            """,
            Cli.Run("run", trace, "--check", "--kernel", "6.1").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_answers_are_the_same_checked_or_not() => Assert.Equal(
        Cli.Run("run", Cli.Trace("checks/unshare"), "--json", "--maps").Succeeded().Output,
        Cli.Run("run", Cli.Trace("checks/unshare"), "--json", "--maps", "--check").Succeeded().Output);

    [Fact]
    public void What_is_speculative_only_fails_where_it_is_asked_for()
    {
        var lazy = Cli.Trace("bugs/13-lazy-cpu");
        Assert.Contains("(speculative only)", Cli.Run("run", lazy, "--check").Succeeded().Error, StringComparison.Ordinal);
        Assert.Equal(3, Cli.Run("run", lazy, "--check", "--strict").Status);
    }

    private static string[] Paths(IEnumerable<JsonElement> answers) => [.. answers.Select(answer => answer.GetProperty("trace").GetString()!)];
}
