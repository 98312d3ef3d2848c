using Emulator.Native;
using Emulator.Releases;
using Emulator.Scenarios;
using Emulator.Tlb;
using Tests.Docs;
using Tests.Perf;

namespace Tests.Tlb.Hardware;

/// <summary>`ptemu tlb --run`: traces on CPUs with real TLBs.</summary>
public class HardwareRunTests
{
    private const string Machine3 = "machine cpus=3\n";

    /// <summary>A owns 8G..10G alone, and threads of it run on CPUs 1 and 2; 4 pages in two tables are cached everywhere.</summary>
    private const string Touched = "file F 2G\nmmap A F 8G..10G shared\nspin A on cpus=1-2\ntouch A 8G,8G+2M,9G,9G+2M\n";

    [Fact]
    public void A_first_touch_faults_and_walks_where_it_runs_and_walks_once_on_each_other_cpu()
    {
        var did = Last(Machine3 + Touched, "skylake-sp");
        Assert.Equal((4, 12, 0), (did.Tlb.PageFaults, did.Tlb.Walks, did.Tlb.L1Hits));
        // CPU 0 for each page: the entry that is missing, which drops the way there, and 3 from CR3. The others go on from what they hold.
        Assert.Equal((4 * (1 + 3)) + (2 * (3 + 1 + 2 + 1)), did.Tlb.References);
    }

    [Fact]
    public void What_is_cached_hits_on_every_cpu()
    {
        var did = Last($"{Machine3}{Touched}touch A 8G,8G+2M,9G,9G+2M read\n", "skylake-sp");
        Assert.Equal((12, 0, 0), (did.Tlb.L1Hits, did.Tlb.Walks, did.Tlb.References));
    }

    [Fact]
    public void A_short_range_goes_by_invlpg_which_takes_all_upper_entries_of_intel_and_the_way_there_of_amd()
    {
        const string Unmap = $"{Machine3}{Touched}madvise A 8G..8G+4M dontneed\n";
        var intel = Last(Unmap, "skylake-sp")[InvalidationCause.Invlpg];
        // Two pages on three CPUs, in both levels; on each 2 PDPTEs and the PML4E.
        Assert.Equal((6, 12, 9), (intel.Times, intel.Translations, intel.Tables));
        var amd = Last(Unmap, "zen4")[InvalidationCause.Invlpg];
        // EFER.TCE: the PDPTE of the second 1G stays.
        Assert.Equal((6, 12, 6), (amd.Times, amd.Translations, amd.Tables));
        // Linux sets it since 6.15.
        Assert.Equal(9, Last(Unmap, "zen4", "6.12")[InvalidationCause.Invlpg].Tables);
    }

    [Fact]
    public void More_than_33_strides_are_a_write_of_cr3_and_what_it_took_is_walked_for_again()
    {
        const string Protect = "machine cpus=3\nfile F 1G\nmmap A F 8G..9G shared\nspin A on cpus=1-2\ntouch A 8G..8G+80M\nmprotect A 8G..9G r\n";
        var did = Last(Protect, "icelake-sp");
        var flushed = did[InvalidationCause.Cr3Flush];
        // 40 pages in the second level of each CPU, 16 in the first for writes. It flushes again as its gather ran inside another.
        Assert.Equal((6, 3 * (16 + 40)), (flushed.Times, flushed.Translations));
        Assert.Equal(default, did[InvalidationCause.Invlpg]);
        var after = Last($"{Protect}touch A 8G..8G+80M read\n", "icelake-sp");
        Assert.Equal((3 * 40, 3 * 40), (after.Tlb.Walks, after[InvalidationCause.Cr3Flush].Refills));
        Assert.Equal(0, Last($"{Protect}touch A 8G+80M read\n", "icelake-sp")[InvalidationCause.Cr3Flush].Refills);
    }

    [Fact]
    public void With_invlpgb_one_request_reaches_all_and_a_switch_flushes_nothing()
    {
        const string Machine = "machine cpus=3 flush=invlpgb\n";
        var did = Last($"{Machine}{Touched}madvise A 8G..8G+4M dontneed\n", "zen4");
        Assert.Equal((1, 12), (did[InvalidationCause.Invlpgb].Times, did[InvalidationCause.Invlpgb].Translations));
        Assert.Equal((default, default), (did[InvalidationCause.Invlpg], did[InvalidationCause.Cr3Flush]));
        Assert.Equal(default, Last($"{Machine}{Touched}{Processes(7)}", "zen4")[InvalidationCause.Cr3Switch]);
    }

    /// <summary>Six numbers a CPU: the seventh process takes the first one's, with a write of CR3 that drops what that had.</summary>
    [Fact]
    public void The_seventh_process_takes_the_number_of_the_first()
    {
        Assert.Equal(0, Last(Processes(6), "zen3")[InvalidationCause.Cr3Switch].Translations);
        var seventh = Answers(Processes(7), "zen3").Where(answer => answer.Statement is MmapStatement).Last().Did;
        Assert.Equal((1, 2), (seventh[InvalidationCause.Cr3Switch].Times, seventh[InvalidationCause.Cr3Switch].Translations));
    }

    /// <summary>Bug 9: 5.13 forgets the flush when munmap detaches a table. Intel's CPU then still reads the pages.</summary>
    [Fact]
    public void A_flush_that_is_forgotten_shows_as_hits_of_what_is_not_there()
    {
        const string Trace = "file F 1G\nmmap A F 8G..9G shared\nmmap B F 8G..9G shared\ntouch A 8G\ntouch B 8G\nmunmap A 8G..9G\ntouch A 8G read\n";
        Assert.Equal(1, Last(Trace, "skylake-sp", "5.13").StaleHits);
        Assert.Equal(0, Last(Trace, "skylake-sp", "6.19").StaleHits);
    }

    public static TheoryData<string, string> Cpus => new()
    {
        { "skylake-sp", "6.19" }, { "sapphire-rapids", "6.2" }, { "zen3", "6.12" }, { "zen5", "7.2" },
    };

    /// <summary>What any CPU could hold, which `run` and the checks go by, is never less than what a real one does.</summary>
    [Theory]
    [MemberData(nameof(Cpus))]
    public void What_a_cpu_holds_is_among_what_any_could(string preset, string release)
    {
        var compared = 0L;
        for (ulong seed = 0; seed < 40; seed++)
        {
            var trace = TraceGenerator.Generate(new(seed));
            using var run = new HardwareRun(trace, LinuxKernels.Named(release)!, CpuModels.Named(preset)!);
            foreach (var answer in run.Answers()) compared += AssertSubset(run, $"{trace.Path}:{answer.Statement.Line}");
        }

        Assert.InRange(compared, 1000, long.MaxValue);
    }

    [Fact]
    public void The_document_shows_one()
    {
        var text = Cli.Run("tlb", "--run", Path.Combine(Repository.Traces, "seed/shared-2.trace"), "--cpu", "zen4").Succeeded().Output;
        GeneratedBlock.Check("docs/tlb.md", "run", GeneratedBlock.Code(text));
    }

    private static long AssertSubset(HardwareRun run, string where)
    {
        var compared = 0L;
        var possible = run.Possible.All.ToDictionary(
            one => (one.Cpu, one.Mm), one => one.Held.ToDictionary(held => (held.Start, held.Shift, held.IsTable), held => held.Entry));
        foreach (var (number, cpu) in run.Hardware.Cpus)
        {
            foreach (var (tag, entry) in cpu.Unit.Contents)
            {
                // What lies above the PDPTEs nobody asks for.
                if (tag.Kind >= TlbEntryKind.Pml4e || run.Machine.MmOf(cpu.MmOf(tag.Pcid)) is not { } mm) continue;
                if (run.Machine.Cpus[number].FlushesBeforeUse(mm.Number, mm.TlbGeneration)) continue;
                var key = (tag.Start, TlbTag.ShiftOf(tag.Kind), tag.IsTable);
                Assert.True(
                    possible.TryGetValue((number, mm.Number), out var held) && held.TryGetValue(key, out var could)
                    && (tag.IsTable ? could : could.AsPage(is4K: false)).TableAddress == entry.TableAddress && (could.IsWritable || !entry.IsWritable),
                    $"{where}: CPU {number} holds {tag.Kind} {tag.Start} of {mm.Name}, and it could not");
                compared++;
            }
        }

        return compared;
    }

    private static string Processes(int count) =>
        "file G 1G\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"mmap P{i} G 8G..9G shared\ntouch P{i} 8G\n"));

    private static HardwareCounts Last(string text, string preset, string release = "6.19") => Answers(text, preset, release)[^1].Did;

    private static List<HardwareAnswer> Answers(string text, string preset, string release = "6.19")
    {
        using var reader = new StringReader(text);
        using var run = new HardwareRun(TraceParser.Parse("test", reader), LinuxKernels.Named(release)!, CpuModels.Named(preset)!);
        return [.. run.Answers()];
    }
}
