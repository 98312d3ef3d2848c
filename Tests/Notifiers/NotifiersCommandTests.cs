using Emulator.Reports;
using Tests.Docs;
using Tests.Perf;

namespace Tests.Notifiers;

/// <summary><c>ptemu notifiers</c>: the seed's case at the releases that the mail is about, checked in; and the command's edges.</summary>
[Collection(nameof(GeneratedDocsTests))]
public class NotifiersCommandTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "Tests", "Notifiers", "golden");

    private static readonly string[] Traces =
        ["seed/shared-2", "seed/shared-3", "seed/populated", "seed/no-tables", "notifiers/unshare-minor", "notifiers/changes"];

    public static IEnumerable<object[]> Cells =>
        from trace in Traces
        from release in NotifierDocument.Releases
        select new object[] { trace, release };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_release_tells_as_ever(string trace, string release)
    {
        var result = Cli.Run("notifiers", Cli.Trace(trace), "--json", "--kernel", release).Succeeded();
        Assert.Empty(result.Error);
        Golden.Check(Path.Combine(Folder, $"{trace.Replace('/', '-')}.{release}.jsonl"), result.Output);
    }

    [Fact]
    public void The_document_is_current()
    {
        GeneratedBlock.Check("docs/notifiers.md", "telling", GeneratedBlock.Code(NotifierDocument.Telling()));
        GeneratedBlock.Check("docs/notifiers.md", "seed", GeneratedBlock.Code(NotifierDocument.Of("notifiers/unshare-minor.trace")));
        GeneratedBlock.Check("docs/notifiers.md", "consumers", ConsumerTable.Of(Emulator.Notifiers.ConsumerCatalog.All));
    }

    /// <summary>The seed: 1G was detached, nothing changed, and all but hfi1 drop what they are told of.</summary>
    [Theory]
    [InlineData("v5-patch", "HUGETLB_UNSHARE", 3068)]
    [InlineData("kravetz", "HUGETLB_UNSHARE", 3068)]
    [InlineData("6.19", "CLEAR", 1024)]
    public void The_seed_drops_for_nothing(string release, string why, ulong megabytes)
    {
        var answer = Cli.Run("notifiers", Cli.Seed, "--json", "--kernel", release, "--statement", "13").Succeeded().Json.Single();
        var told = answer.GetProperty("ranges")[0];
        Assert.Equal(why, told.GetProperty("event").GetString());
        Assert.Equal(1UL << 30, told.GetProperty("changed").GetProperty("presence_only").GetUInt64());
        foreach (var consumer in told.GetProperty("consumers").EnumerateArray())
        {
            Assert.Equal(0UL, consumer.GetProperty("needed").GetProperty("bytes").GetUInt64());
            if (consumer.GetProperty("name").GetString() is "gntdev") continue;
            Assert.Equal(megabytes << 20, consumer.GetProperty("dropped").GetProperty("UNMAP").GetProperty("bytes").GetUInt64());
        }
    }

    [Fact]
    public void A_table_fits_into_a_mail() => Assert.All(
        Cli.Run("notifiers", Cli.Seed, Cli.Trace("notifiers/changes"), "--kernel", "v5-patch").Succeeded().Lines.Where(line => line[0] == ' '),
        line => Assert.InRange(line.Length, 1, 78));

    [Fact]
    public void One_statement_can_be_asked_for()
    {
        var all = Cli.Run("notifiers", Cli.Seed, "--json").Succeeded().Lines;
        Assert.Equal(all[^1], Cli.Run("notifiers", Cli.Seed, "--json", "--statement", "13").Succeeded().Lines.Single());
        Assert.Contains("9: mmap A", Cli.Run("notifiers", Cli.Seed, "--statement", "9").Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>A table has a legend; where there is none, there is nothing to explain.</summary>
    [Fact]
    public void What_tells_nobody_has_no_legend()
    {
        Assert.Equal(
            "9: mmap A F 8G+2M..11G-2M shared offset=8G+2M\n  nothing is told\n\n",
            Cli.Run("notifiers", Cli.Seed, "--statement", "9").Succeeded().Output);
        Assert.Contains("cells: bytes/entries", Cli.Run("notifiers", Cli.Seed, "--statement", "13").Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(
            "-: no statement tells notifiers anything\n", Cli.RunWithInput("file F 1G\nmmap A F 8G..9G shared\n", "notifiers", "-").Succeeded().Output);
    }

    [Theory]
    [InlineData("8", "there is no statement that runs on line 8; expected one of 9, 10, 11, 12, 13")]
    [InlineData("x", "'x'")]
    public void A_line_without_a_statement_is_refused(string line, string error)
    {
        var result = Cli.Run("notifiers", Cli.Seed, "--statement", line);
        Assert.Equal((2, ""), (result.Status, result.Output));
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deadlock_is_a_result()
    {
        var result = Cli.Run("notifiers", Cli.Trace("releases/mremap"), "--json");
        Assert.Equal((3, "DEADLOCK"), (result.Status, result.Json[^1].GetProperty("result").GetString()));
        Assert.Contains("mremap.trace:5: DEADLOCK", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_ranges_are_summed_up()
    {
        const string Trace = "file F 1G\nmmap A F 9G..10G private\ntouch A 9G..9G+16M\nfork A C\ntouch A 9G..9G+16M\n";
        var text = Cli.RunWithInput(Trace, "notifiers", "-").Succeeded().Output;
        Assert.Contains("  and 4 more ranges, 8M in them needed", text, StringComparison.Ordinal);
        Assert.Equal(8, Cli.RunWithInput(Trace, "notifiers", "-", "--json").Succeeded().Json[^1].GetProperty("ranges").GetArrayLength());
    }
}
