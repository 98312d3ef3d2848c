namespace Tests.Perf;

/// <summary>Memory of the whole process: what the tables need and little more, and nothing for a trace that can't fit.</summary>
public class MemoryTests
{
    private const long Megabyte = 1 << 20;

    // 1 GB for the process, so that the answer is the same on a machine with any memory.
    private static readonly KeyValuePair<string, string>[] OneGigabyte = [new("DOTNET_GCHeapHardLimit", "0x40000000")];

    [Fact]
    public void Sixty_four_terabytes_need_their_tables_and_little_more()
    {
        var result = ChildProcess.RunIn([], "run", Cli.Trace("scale/64T-shared-2"), "--json");
        result.Command.Succeeded();
        // A's after its touch, and the PUD tables of B; the tables that both share are there once.
        var kilobytes = result.Command.Json[^2].GetProperty("page_table_kb");
        var shared = result.Command.Json[^1].GetProperty("unshared").GetInt64() * 4;
        var tables = (kilobytes.GetProperty("A").GetInt64() + kilobytes.GetProperty("B").GetInt64() - shared) * 1024;
        Assert.Equal((65536 + 128 + 128) * 4096, tables);
        Assert.InRange(result.PeakBytes, tables, (tables * 12 / 10) + (200 * Megabyte));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("compare")]
    public void Tables_that_exceed_the_memory_are_refused_before_the_first(string verb)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "16P.trace",
            "machine levels=5\nfile F 16P\nmmap A F 16P..32P shared\ntouch A 16P..32P every=1G\nuffd-register A 16P..32P wp\n");
        var result = ChildProcess.RunIn(OneGigabyte, verb, path);
        Assert.Equal((2, ""), (result.Command.Status, result.Command.Output));
        Assert.StartsWith($"{path}:4: the page tables need about 64G, and this machine has ", result.Command.Error, StringComparison.Ordinal);
        Assert.True(result.PeakBytes < 200 * Megabyte, $"{result.PeakBytes >> 20} MB");
        Assert.True(result.Time < TimeSpan.FromSeconds(10), $"{result.Time}");
    }
}
