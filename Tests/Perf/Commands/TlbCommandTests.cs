using System.IO.Compression;
using System.Text;

namespace Tests.Perf;

/// <summary><c>ptemu tlb</c>.</summary>
public class TlbCommandTests
{
    private const string Lackey = "I  04001090,3\n S 1ffeffe7e0,8\n L 1ffeffe7e8,4\n L 1ffeffe7e8,4\n M 0421c7cc,4\n";

    [Fact]
    public void A_pattern_is_counted()
    {
        const string Line = "tlb --l1 16x4 --l2 128x12 --pattern sequential --bytes 64M --accesses 640 --json";
        var json = Cli.Run(Line.Split(' ')).Succeeded().Json[0];
        Assert.Equal(
            (640, 630, 0, 10, 10 + 3), (Of("accesses"), Of("l1_hits"), Of("l2_hits"), Of("walks"), Of("walk_references")));
        Assert.Equal((9, 1), (Of("from_pde"), Of("from_cr3")));
        long Of(string name) => json.GetProperty(name).GetInt64();
    }

    [Fact]
    public void A_trace_is_counted_compressed_or_not()
    {
        using var folder = new TemporaryFolder();
        var plain = folder.Write("t.lackey", Lackey);
        using (var packed = new GZipStream(File.Create($"{plain}.gz"), CompressionMode.Compress)) packed.Write(Encoding.ASCII.GetBytes(Lackey));
        var expected = Counts(plain);
        Assert.Contains("\"accesses\":7,", expected, StringComparison.Ordinal);
        Assert.Contains("\"page_faults\":2,", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Counts($"{plain}.gz"));

        static string Counts(string path)
        {
            var line = Cli.Run("tlb", path, "--cpu", "zen4", "--json").Succeeded().Output;
            return line[line.IndexOf("\"pages\"", StringComparison.Ordinal)..];
        }
    }

    [Fact]
    public void A_trace_of_calls_runs_in_the_tlbs_of_each_cpu()
    {
        var trace = Path.Combine(Repository.Traces, "seed/shared-2.trace");
        var json = Cli.Run("tlb", "--run", trace, "--preset", "zen4", "--json").Succeeded().Json;
        var (last, all) = (json[^2], json[^1]);
        Assert.Equal("uffd-register A 8G+2M..11G-2M wp", last.GetProperty("statement").GetString());
        Assert.Equal("zen4", all.GetProperty("cpu").GetString());
        Assert.Equal(json.SkipLast(1).Sum(one => one.GetProperty("accesses").GetInt64()), all.GetProperty("accesses").GetInt64());
        Assert.True(last.GetProperty("invalidations").GetProperty("cr3_flush").GetProperty("translations").GetInt64() > 0);
        var text = Cli.Run("tlb", "--run", trace, "--kernel", "5.13").Succeeded().Output;
        Assert.Contains("in all, on 1 of Intel Skylake-SP, Cascade Lake at 5.13", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_presets_are_listed_with_their_sources()
    {
        var text = Cli.Run("tlb", "--list").Succeeded().Output;
        Assert.All(
            ["skylake-sp", "icelake-sp", "sapphire-rapids", "zen3", "zen4", "zen5", "1536 entries", "3072 entries", "4096 entries", "assumed"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.Equal(6, Cli.Run("tlb", "--list", "--json").Succeeded().Json.Count);
    }

    [Theory]
    [InlineData("tlb", "expected an address trace or --pattern")]
    [InlineData("tlb no-such-file", "no-such-file: can't be read")]
    [InlineData("tlb --pattern often", "--pattern often: expected sequential, zipf or random")]
    [InlineData("tlb --pattern zipf --cpu 8086", "there is no CPU '8086'; expected one of skylake-sp")]
    [InlineData("tlb --pattern zipf --l1 16x4", "expected --cpu, or --l1 and --l2")]
    [InlineData("tlb --pattern zipf --l1 16x4 --l2 100x12", "--l2 100x12: expected sets x ways")]
    [InlineData("tlb --pattern zipf --pages 8K", "--pages 8K: expected 4K, 2M or 1G")]
    [InlineData("tlb --pattern random --bytes 1", "--bytes 1: expected 4K at least")]
    [InlineData("tlb --run no-such.trace", "no-such.trace: can't be read")]
    [InlineData("tlb --run Traces/bugs/07-leaf-only-flush.trace", "07-leaf-only-flush.trace:7: tlb=leaf-only is not an x86 CPU")]
    [InlineData("tlb --run Traces/bugs/03-cve-2025-38085-invlpgb.trace", "flush=invlpgb, and skylake-sp has no INVLPGB; expected a CPU of AMD's")]
    [InlineData("tlb --run Traces/seed/shared-2.trace --pattern zipf", "expected no --pattern beside it")]
    [InlineData("tlb --run Traces/seed/shared-2.trace --bytes 1G", "expected no --bytes beside it")]
    [InlineData("tlb --run Traces/seed/shared-2.trace --list", "expected no --list beside it")]
    [InlineData("tlb --run Traces/seed/shared-2.trace --cpu 8086", "there is no CPU '8086'")]
    [InlineData("tlb --run Traces/seed/shared-2.trace --kernel 1.0", "there is no kernel '1.0'")]
    [InlineData("tlb --against-reference --reference no-such.c", "no-such.c: not here")]
    public void Bad_input_is_told(string line, string message)
    {
        var result = Cli.Run(line.Replace("Traces/", $"{Repository.Traces}/", StringComparison.Ordinal).Split(' '));
        Assert.Equal(2, result.Status);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
