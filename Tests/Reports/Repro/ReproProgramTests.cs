using Emulator.Scenarios;
using Perf;
using Perf.Cli;

namespace Tests.Reports.Repro;

/// <summary>What `repro` writes, what it refuses, and the command.</summary>
public class ReproProgramTests
{
    private const string Moves = "file F 4G\nmmap A F 1G..2G shared\ntouch A 1G\nmremap A 1G..2G length=1G to=4G";

    private const string Registers =
        "file F 4G\nmmap A F 8G..9G shared\nmmap B F 8G..9G shared\ntouch A 8G\ntouch B 8G\nuffd-register A 8G..9G wp";

    private static readonly string Golden = Path.Combine(Repository.Root, "Tests", "Reports", "Repro", "register-inside-1G.golden.c");

    [Fact]
    public void The_program_of_a_small_trace_is_as_it_was() => Assert.Equal(
        File.ReadAllText(Golden), ReproFolder.Source(ReproFolder.Read("split/register-inside-1G.trace")));

    [Theory]
    [InlineData("gup-fast A 8G")]
    [InlineData("hold-table A 8G on")]
    [InlineData("idle A on")]
    [InlineData("speculate A 8G")]
    [InlineData("parallel\nA: munmap A 8G..9G\nend")]
    public void What_no_system_call_does_is_refused(string statement)
    {
        var trace = ReproFolder.Parse($"file F 4G\nmmap A F 8G..9G shared\n{statement}");
        var refusal = Assert.Throws<TraceException>(() => ReproFolder.Source(trace, allowsHang: true));
        var verb = statement.Split(' ', '\n')[0];
        Assert.StartsWith($"case.trace:3: no system call does '{verb}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_move_is_refused_unless_allowed()
    {
        var refusal = Assert.Throws<TraceException>(() => ReproFolder.Source(ReproFolder.Parse(Moves)));
        Assert.StartsWith("case.trace:4: an mremap that moves hugetlb memory can hang", refusal.Message, StringComparison.Ordinal);
        var source = ReproFolder.Source(ReproFolder.Parse(Moves), allowsHang: true);
        Assert.Contains("BEWARE", source, StringComparison.Ordinal);
        Assert.Contains("MREMAP_MAYMOVE | MREMAP_FIXED,\n\t\t\t(void *)(4 * G))", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_of_what_never_ends_is_refused() => Assert.Contains(
        "never returns",
        Assert.Throws<TraceException>(() => ReproFolder.Source(ReproFolder.Parse(Moves), isSelftest: true, allowsHang: true)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_trace_in_which_nobody_acts_is_refused() =>
        Assert.Throws<TraceException>(() => ReproFolder.Source(ReproFolder.Parse("file F 2M")));

    [Theory]
    [InlineData("5.13", "EINVAL")]
    [InlineData("6.19", "0; A 4 kB")]
    public void A_selftest_expects_what_its_release_answers(string kernel, string expected)
    {
        var trace = ReproFolder.Parse(Registers);
        var source = ReproFolder.Source(trace, isSelftest: true, kernel: kernel);
        Assert.Contains($"turn(proc_A, 6, \"uffd-register A 8G..9G wp\", \"{expected}\")", source, StringComparison.Ordinal);
    }

    /// <summary>The step over a 1G page is 1G, elsewhere 2M, from wherever the step before led.</summary>
    [Fact]
    public void A_touch_steps_by_what_is_mapped()
    {
        var trace = ReproFolder.Parse("file F 4G hugepage=1G\nmmap A F 8G..10G shared\ntouch A 8G-4M..11G\ntouch A 8G+2M..9G+4M");
        var source = ReproFolder.Source(trace);
        Assert.Contains(
            """
            		touch_range(7 * G + 1020 * M, 8 * G, 2 * M);
            		touch_range(8 * G, 10 * G, G);
            		touch_range(10 * G, 11 * G, 2 * M);
            """,
            source, StringComparison.Ordinal);
        Assert.Contains("\t\ttouch_range(8 * G + 2 * M, 9 * G + 4 * M, G);\n\t\tanswer(0);", source, StringComparison.Ordinal);
        Assert.Contains("check_huge_pages(\"1048576kB\", 2);", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_used_again_is_another_process()
    {
        var source = ReproFolder.Source(ReproFolder.Parse("file F 2M\nfork A B\nexit B\nfork A B\nexit B"));
        Assert.Contains("\tproc_A, proc_B, proc_B_2,\n", source, StringComparison.Ordinal);
        Assert.Contains("\t\"A\", \"B\", \"B\",\n", source, StringComparison.Ordinal);
        Assert.Contains("if (turn(proc_B_2, 5, \"exit B\"))", source, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_writes_to_a_file_or_to_standard_output()
    {
        using var folder = new ReproFolder();
        var trace = Path.Combine(Repository.Traces, "split", "register-inside-1G.trace");
        var file = folder.PathOf("repro.c");
        Assert.Equal((ExitStatus.Done, "", ""), Run("repro", trace, "-o", file));
        Assert.Equal(File.ReadAllText(Golden), File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
        Assert.Equal((ExitStatus.Done, File.ReadAllText(Golden), ""), Run("repro", trace));
        Assert.Equal((ExitStatus.Done, File.ReadAllText(Golden), ""), Run("repro", trace, "-o", "-"));
        Assert.Contains("TAP version 13", Run("repro", trace, "--kselftest", "--kernel", "6.2").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_refuses_with_status_2_and_writes_nothing()
    {
        using var folder = new ReproFolder();
        var (trace, file) = (folder.PathOf("moves.trace"), folder.PathOf("repro.c"));
        File.WriteAllText(trace, Moves);
        var refused = Run("repro", trace, "-o", file);
        Assert.Equal((ExitStatus.BadInput, ""), (refused.Status, refused.Output));
        Assert.StartsWith($"{trace}:4: ", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        Assert.Equal(ExitStatus.Done, Run("repro", trace, "-o", file, "--allow-hang").Status);
        Assert.Equal(ExitStatus.BadInput, Run("repro", trace, "-o", Path.GetDirectoryName(file)!, "--allow-hang").Status);
    }

    private static (int Status, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = Ptemu.Run(arguments, new(output, error, TextReader.Null, isInteractive: false));
        return (status, output.ToString(), error.ToString());
    }
}
