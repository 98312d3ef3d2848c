using Emulator.Native;
using Perf;
using Perf.Bench;
using Perf.Cli;
using Tests.Reports.Repro;

namespace Tests.Perf.Measure;

/// <summary>The C references: they build, count what we count, and are said to be missing where they can't be built.</summary>
public class ReferenceTests
{
    /// <summary>Of every ISA that can run here.</summary>
    [NeedsCompilerFact]
    public void Each_counts_what_we_count()
    {
        foreach (var kernel in Simd.Available) CountsWhatWeCount(kernel);
    }

    private static void CountsWhatWeCount(SimdKernel kernel)
    {
        using var library = ReferenceBuild.Load(kernel);
        Assert.Equal(kernel != SimdKernel.Scalar, library.HasScans);
        using var memory = new ScanMemory(ByteSize.FromMega(4));
        foreach (var count in new[] { 1, 2, 5, 513, 1024 })
        {
            var tables = memory.Tables.AsSpan(0, count);
            var expected = PresentEntries.Count<Pmd>(tables, SimdKernel.Scalar);
            Assert.Equal(expected, library.WalkPresent(memory.Arena, memory.Root, ScanMemory.RangeOf(count)));
            if (!library.HasScans) continue;
            Assert.Equal(expected, library.Present(tables));
            Assert.Equal(expected, library.PresentList(tables));
            var all = 0UL;
            foreach (var table in tables) foreach (var entry in table.Entries) all |= entry;
            Assert.Equal((long)all, library.Read(tables));
        }
    }

    [NeedsCompilerFact]
    public void The_callback_walk_sees_holes()
    {
        using var library = ReferenceBuild.Load();
        using var memory = new ScanMemory(ByteSize.FromKilo(32));
        var gap = VirtAddr.Zero + (3 * Pud.Span);
        memory.Arena.TableAt<Pud>(memory.Arena.TableAt<P4d>(memory.Root)[gap].TableAddress)[gap] = Pte.None;
        var expected = PresentEntries.Count<Pmd>(memory.Tables) - PresentEntries.Count(memory.Tables[3]);
        Assert.Equal(expected, library.WalkPresent(memory.Arena, memory.Root, new(VirtAddr.Zero, VirtAddr.Zero + ByteSize.FromTera(2))));
    }

    /// <summary>The tables that a scan takes for one array must be one.</summary>
    [NeedsCompilerFact]
    public void Tables_that_lie_apart_are_asserted_against()
    {
        using var library = ReferenceBuild.Load();
        using var memory = new ScanMemory(ByteSize.FromKilo(32));
        if (!library.HasScans) return;
        Assert.Throws<EnsureException>(() => { library.Present([memory.Tables[0], memory.Tables[2]]); });
        Assert.Throws<EnsureException>(() => { library.Read([memory.Tables[1], memory.Tables[0]]); });
        Assert.Throws<EnsureException>(() => { library.Present([]); });
    }

    /// <summary>As with <c>bench --reference --json | head -1</c>: what nobody reads is not measured.</summary>
    [NeedsCompilerFact]
    public void Who_stops_reading_ends_the_measuring()
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Null, () => TextReader.Null, isInteractive: false, isUnread: () => output.ToString().Length > 0);
        Assert.Equal(ExitStatus.Done, Ptemu.Run(["bench", "--reference", "walk", "build", "--smoke", "--json"], terminal));
        Assert.Single(output.ToString().TrimEnd().Split('\n'));
    }

    [NeedsCompilerFact]
    public void The_table_has_the_rows_that_are_asked_for()
    {
        var rows = Cli.Run("bench", "--reference", "--smoke", "--sizes", "8K,16K", "--json").Succeeded().Json;
        Assert.All(rows, row => Assert.Equal(
            [
                "work", "reference", "size", "ours_ns", "reference_ns", "ratio", "target", "rounds", "machine", "tables", "bytes",
                "ours_stddev_percent", "ratio_stddev_percent",
            ],
            Cli.Names(row)));
        foreach (var size in new[] { "8K", "16K" })
        {
            Assert.Contains(rows, row => row.GetProperty("size").GetString() == size
                && row.GetProperty("reference").GetString() == "C callback walk" && row.GetProperty("target").GetDouble() == 25);
        }

        foreach (var threads in new[] { "1 thread", $"{Environment.ProcessorCount} threads" }.Take(Environment.ProcessorCount))
        {
            Assert.Equal(
                ["TLB access, random", "TLB access, sequential", "TLB access, zipf"],
                rows.Where(row => row.GetProperty("size").GetString() == threads).Select(row => row.GetProperty("work").GetString()!).Order());
        }

        Assert.All(rows, row => Assert.True(row.GetProperty("ratio").GetDouble() > 0));
        // Both are processes, not calls. (Which takes longer is not tested: in so few rounds a first start may be anything.)
        var start = rows.Single(row => row.GetProperty("reference").GetString() == "an empty program");
        Assert.All((string[])["reference_ns", "ours_ns"], name => Assert.True(start.GetProperty(name).GetDouble() > 1e6));
    }

    [NeedsCompilerFact]
    public void A_group_is_measured_alone_and_one_that_is_none_is_refused()
    {
        var rows = Cli.Run("bench", "build", "--reference", "--smoke", "--json").Succeeded().Json;
        Assert.Equal(11, rows.Count);
        Assert.Contains(rows, row => row.GetProperty("work").GetString() == "share with 4 more");
        Assert.All(rows, row => Assert.True(row.GetProperty("bytes").GetInt64() > 0));
        var refused = Cli.Run("bench", "builds", "--reference");
        Assert.Equal((2, ""), (refused.Status, refused.Output));
        Assert.Contains("no group 'builds'; expected scan, walk, build, growth, tlb, start, host", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>10,000 sharers of 64 TB: 129 upper tables each, and as many bytes for memset.</summary>
    [Fact]
    public void Sharers_that_do_not_fit_are_refused()
    {
        SharerList.RefuseTooMany(10_000, 129 * 4096, ByteSize.FromGiga(13));
        var refusal = Assert.Throws<BadInputException>(() => SharerList.RefuseTooMany(10_000, 129 * 4096, ByteSize.FromGiga(12)));
        Assert.Equal(
            "--sharers: 10000 processes take 10.6 GB, half of it tables; expected at most 80 % of the 12.9 GB that are available", refusal.Message);
    }

    [Fact]
    public void Without_a_compiler_it_says_so()
    {
        var result = ChildProcess.RunIn([KeyValuePair.Create("CC", "/nowhere/cc")], "bench", "--reference", "--sizes", "8K").Command;
        Assert.Equal((2, ""), (result.Status, result.Output));
        Assert.Contains("no C compiler to build the references with: '/nowhere/cc'", result.Error, StringComparison.Ordinal);
    }
}
