using Emulator.Native;
using Perf;
using Perf.Cli;

namespace Tests.Host;

/// <summary><c>ptemu host</c> and <c>ptemu verify</c> as typed.</summary>
[Collection(HostCollection.Name)]
public class HostCommandTests
{
    private const string Shared =
        """
        file F 2G
        mmap A F 16T..16T+2G shared
        mmap B F 16T..16T+2G shared
        touch A 16T,16T+1G
        touch B 16T,16T+1G
        uffd-register A 16T+512M..16T+2G wp
        """;

    private const string Hangs =
        """
        file F 2G
        mmap A F 16T..16T+2G shared
        touch A 16T,16T+1G
        mremap A 16T..16T+2G length=2G to=16T+8G
        """;

    [HostFact]
    public void Host_answers_in_the_form_of_the_contract_and_puts_the_number_of_huge_pages_back()
    {
        var before = HostHugePages.TwoMega.Total;
        var (status, output, _) = Run(Shared, "host", "-", "--json", "--maps", "--setup", "--repeat", "2");
        Assert.Equal(0, status);
        Assert.StartsWith("""{"line":2,"statement":"mmap A F 16T..16T+2G shared","result":"0",""", output, StringComparison.Ordinal);
        Assert.Contains("""16T+512M..16T+2G F@512M rw-s uffd-wp""", output, StringComparison.Ordinal);
        Assert.Equal(before, HostHugePages.TwoMega.Total);
    }

    [HostFact]
    public void Without_huge_pages_it_says_what_to_type_and_changes_nothing()
    {
        var before = HostHugePages.TwoMega.Total;
        var missing = HostHugePages.TwoMega.Available + 1;
        var (status, output, error) = Run($"file F 64G\nmmap A F 16T..16T+64G shared\ntouch A 16T..16T+{missing * 2}M\n", "host", "-");
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Empty(output);
        Assert.Contains($"run: sysctl vm.nr_hugepages={before + 1} ", error, StringComparison.Ordinal);
        Assert.Equal(before, HostHugePages.TwoMega.Total);
    }

    [HostFact]
    public void A_pool_of_an_exact_size_runs_empty_and_is_given_back()
    {
        var before = HostHugePages.TwoMega.Total;
        const string Trace = "machine hugepages=2\nfile F 1G\nmmap A F 16T..16T+1G shared\ntouch A 16T..16T+8M\n";
        var (status, output, _) = Run(Trace, "host", "-", "--json", "--setup");
        Assert.Equal(0, status);
        Assert.Contains("\"touched\":2,\"faults\":2,\"sigbus\":2", output, StringComparison.Ordinal);
        Assert.Equal(before, HostHugePages.TwoMega.Total);
    }

    [HostFact]
    public void A_move_that_may_hang_is_refused_and_the_number_of_huge_pages_is_put_back()
    {
        var before = HostHugePages.TwoMega.Total;
        var (status, output, error) = Run(Hangs, "host", "-", "--setup");
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Empty(output);
        Assert.StartsWith("-:4: this mremap could hang the kernel", error, StringComparison.Ordinal);
        Assert.Equal(before, HostHugePages.TwoMega.Total);
    }

    [HostFact]
    public void A_trace_that_would_meet_the_agent_is_refused()
    {
        var (status, _, error) = Run("file F 1G\nmmap A F 128T-2G..128T-1G shared\n", "host", "-");
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains("-:2: the agent that makes the calls lives there", error, StringComparison.Ordinal);
    }

    [HostTheory(recorded: true)]
    [InlineData("6.19", ExitStatus.Done, "-: equal (5 statements)")]
    [InlineData("6.1", ExitStatus.CheckFailed, "statement        [====================) 16T+512M..16T+2G")]
    public void Verify_finds_the_release_that_this_kernel_is_not(string release, int expected, string text)
    {
        var (status, output, _) = Run(Shared, "verify", "-", "--setup", "--repeat", "1", "--kernel", release);
        Assert.True(expected == status, output);
        Assert.Contains(text, output, StringComparison.Ordinal);
    }

    private static (int Status, string Output, string Error) Run(string trace, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var status = Ptemu.Run(args, new(output, error, new StringReader(trace), isInteractive: false));
        return (status, output.ToString(), error.ToString());
    }
}
