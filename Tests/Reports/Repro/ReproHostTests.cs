using System.Text.Json;

namespace Tests.Reports.Repro;

/// <summary>The programs on this machine's kernel. None of these traces moves memory: some moves hang a kernel for ever.</summary>
public class ReproHostTests
{
    private const long PagesNeeded = 64;

    // Of each kind one that needs little memory. The kernel that answered is 6.18.44; others that carry the same rework answer alike.
    private static readonly string[] Names =
    [
        "dontneed_2M", "exit_registered_first", "flags_rofd_r_vs_rwfd_r", "fork_after_register_missing",
        "fork_private", "fork_shares_on_touch", "mprotect_mid2M", "munmap_mid2M", "partial_straddle", "punch_2M_shared", "rand_003",
        "reg_wp_missing_minor", "same_process_two_maps", "sharers_4_all_register_in_turn", "thread_register_2sh",
        "truncate_to_0_then_touch", "unreg_partial_mid", "wp_protect_and_fork",
    ];

    [NeedsHugePagesFact]
    public void Programs_give_the_answers_that_a_kernel_gave()
    {
        using var folder = new ReproFolder();
        foreach (var name in Names) folder.Write(name, ReproFolder.Source(ReproFolder.Read($"kernels/6.18/{name}.trace")));
        Parallel.ForEach(Names, name =>
        {
            var compiled = CCompiler.Compile("-o", folder.PathOf(name), folder.PathOf($"{name}.c"));
            Assert.True(compiled.Status == 0, compiled.Error);
        });
        using var pages = new HugePages(PagesNeeded);
        Assert.All(Names, name =>
        {
            var ran = CCompiler.Run(folder.PathOf(name));
            Assert.True(ran.Status == 0, $"{ran.Status}: {ran.Error}");
            var truth = File.ReadAllLines(Path.Combine(Repository.Traces, "kernels", "6.18", $"{name}.truth.jsonl"));
            var answers = ran.Output.TrimEnd('\n').Split('\n');
            Assert.Equal(truth.Length, answers.Length);
            Assert.All(answers.Zip(truth), pair => AssertEqual(pair.First, pair.Second));
        });
    }

    [NeedsHugePagesFact]
    public void A_selftest_passes_where_the_kernel_is_as_expected_and_fails_where_it_is_not()
    {
        var source = ReproFolder.Source(ReproFolder.Read("kernels/6.18/wp_protect_and_fork.trace"), isSelftest: true);
        using var folder = new ReproFolder();
        var good = folder.Build("good", source);
        var bad = folder.Build("bad", source.Replace("\"0; touched 2; faults 2; P0 12 kB\"", "\"0; touched 3\"", StringComparison.Ordinal));
        using var pages = new HugePages(PagesNeeded);
        var (passed, failed) = (CCompiler.Run(good), CCompiler.Run(bad));
        Assert.StartsWith("TAP version 13\n1..10\nok 1 line 4: mmap P0 F0", passed.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n# Totals: pass:10 fail:0 xfail:0 xpass:0 skip:0 error:0\n", passed.Output, StringComparison.Ordinal);
        Assert.Equal(0, passed.Status);
        Assert.Contains(
            "\nnot ok 2 line 5: touch P0 16T,16T+1G write\n# expected: 0; touched 3\n# got:      0; touched 2; faults 2; P0 12 kB\n",
            failed.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n# Totals: pass:9 fail:1 xfail:0 xpass:0 skip:0 error:0\n", failed.Output, StringComparison.Ordinal);
        Assert.Equal(1, failed.Status);
    }

    [NeedsCompilerFact]
    public void Without_its_huge_pages_it_is_skipped_and_says_so()
    {
        var trace = ReproFolder.Parse("machine hugepages=7654321\nfile F 2M\nmmap A F 16T..16T+2M shared");
        using var folder = new ReproFolder();
        var plain = CCompiler.Run(folder.Build("plain", ReproFolder.Source(trace)));
        Assert.Equal((4, ""), (plain.Status, plain.Output));
        Assert.StartsWith("repro: skipped: it needs exactly 7654321 free huge pages of 2048kB", plain.Error, StringComparison.Ordinal);
        var selftest = CCompiler.Run(folder.Build("selftest", ReproFolder.Source(trace, isSelftest: true)));
        Assert.Equal((4, ""), (selftest.Status, selftest.Error));
        Assert.StartsWith("TAP version 13\n1..0 # SKIP it needs exactly 7654321", selftest.Output, StringComparison.Ordinal);
    }

    /// <summary>All that the program says, in the order of the contract; what it can't know is not there.</summary>
    private static void AssertEqual(string answer, string truth)
    {
        using var got = JsonDocument.Parse(answer);
        using var expected = JsonDocument.Parse(truth);
        Assert.Equal(
            ["line", "statement", "result", "touched", "faults", "sigbus", "sigsegv", "page_table_kb"],
            got.RootElement.EnumerateObject().Select(field => field.Name));
        foreach (var field in got.RootElement.EnumerateObject())
        {
            var value = expected.RootElement.GetProperty(field.Name);
            Assert.True(JsonElement.DeepEquals(field.Value, value), $"{answer}\n{field.Name} should be {value}");
        }
    }
}
