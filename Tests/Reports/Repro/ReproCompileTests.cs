using Emulator.Scenarios;

namespace Tests.Reports.Repro;

/// <summary>What `repro` writes compiles without a warning: so nothing in it is unused either.</summary>
public class ReproCompileTests
{
    /// <summary>Every call, every option, names that are no C identifiers, values at the ends.</summary>
    private const string Everything =
        """
        machine cpus=4 levels=5 hugepages=600
        file F 4G
        file F-2 2G hugepage=1G
        file 1x 2M
        mmap A F 8G..9G shared
        mmap A F 9G..10G shared prot=r fd=ro flags=reserve,populate
        mmap A F-2 10G..11G private prot=none
        mmap if 1x 12P..12P+2M private
        touch A 8G..12G every=512M
        touch A 9G+4K..11G+2M
        touch A 0,8G read
        touch A 9G..8G read
        fork A C-1
        spin A on cpus=0-2
        uffd-register C-1 8G..9G wp+missing
        uffd-register A 8G..9G none ctx=x-y
        uffd-writeprotect C-1 8G..9G on
        uffd-writeprotect C-1 8G..9G off
        uffd-continue C-1 8G..9G
        uffd-unregister C-1 8G..9G
        madvise C-1 8G..9G populate-read
        madvise C-1 8G..9G nohugepage
        mlock C-1 8G..8G+2M
        munlock C-1 8G..8G+2M
        mprotect C-1 8G..9G rwx
        mremap C-1 8G..9G length=512M
        mremap A 8G..9G length=2G maymove
        fallocate C-1 F 0..2M
        fallocate C-1 F 0..2M punch
        truncate C-1 F 1G
        spin A off cpus=0-2
        munmap A 9G..8G
        munmap A 0..0
        exit C-1
        fork A C-1
        exit A
        """;

    private static readonly string[] Few =
    [
        "file F 2M\nmmap A F 1G..2G shared", "file F 2M\nmmap A F 1G..2G private flags=populate",
        "file F 2M\nmmap A F 1G..2G shared\ntouch A 1G", "file F 2M\nmmap A F 1G..2G shared\ntouch A 1G..2G read",
        "file F 2M\nspin A on", "file F 2M\nmmap A F 1G..2G shared\nfork A B\ntouch B 1G read\ntouch A 1G",
        "file F 2M\nmmap A F 1G..2G shared\nmremap A 1G..2G length=1G to=4G",
    ];

    private static readonly string[] Representative =
    [
        "seed/shared-2.trace", "seed/shared-3.trace", "split/register-middle.trace", "scale/64T-shared-2.trace", "sharers/16.trace",
        .. "align_8Gp2M_11Gm2M fork_private fork_dontfork flags_reserve_both flags_rofd_r_vs_rwfd_r gig_page_register mremap_grow rand_007 "
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"kernels/6.18/{name}.trace"),
    ];

    [NeedsCompilerFact]
    public void Programs_compile_without_a_warning() => Compile(
    [
        ("everything", ReproFolder.Source(ReproFolder.Parse(Everything))),
        .. Few.Index().Select(few => ($"few-{few.Index}", ReproFolder.Source(ReproFolder.Parse(few.Item), allowsHang: true))),
        .. Representative.Select(path => (Name(path), ReproFolder.Source(ReproFolder.Read(path)))),
    ]);

    [NeedsCompilerFact]
    public void Selftests_compile_without_a_warning() => Compile(
    [
        ("everything", ReproFolder.Source(ReproFolder.Parse(Everything), isSelftest: true)),
        .. Few[..^1].Index().Select(few => ($"few-{few.Index}", ReproFolder.Source(ReproFolder.Parse(few.Item), isSelftest: true))),
    ]);

    /// <summary>Not all are compiled, but all are written, and none has a line that is too long to read.</summary>
    [Fact]
    public void Every_trace_of_calls_becomes_a_program()
    {
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(Repository.Traces, "*.trace", SearchOption.AllDirectories))
        {
            var trace = ReproFolder.Read(Path.GetRelativePath(Repository.Traces, path));
            // Those at scale take seconds each, and are of the same statements.
            if (trace.Path.StartsWith("scale", StringComparison.Ordinal) || trace.Statements.Any(IsNoCall)) continue;
            var source = ReproFolder.Source(trace, allowsHang: true);
            Assert.DoesNotContain("@", source, StringComparison.Ordinal);
            Assert.Contains("static void trace(void)\n{\n\tif (turn(proc_", source, StringComparison.Ordinal);
            count++;
        }

        Assert.True(count > 120, $"{count} traces");
    }

    private static void Compile(IReadOnlyList<(string Name, string Source)> programs)
    {
        using var folder = new ReproFolder();
        var sources = programs.Select(program => folder.Write(program.Name, program.Source)).ToList();
        Parallel.ForEach(sources.Chunk((sources.Count / 2) + 1), some =>
        {
            foreach (var source in some)
            {
                var compiled = CCompiler.Compile("-c", "-o", $"{source}.o", source);
                Assert.True(compiled.Status == 0, compiled.Error);
            }
        });
    }

    private static bool IsNoCall(Statement statement) => statement
        is ParallelStatement or GupFastStatement or HoldTableStatement or IdleStatement or SpeculateStatement;

    private static string Name(string path) => path.Replace('/', '-');
}
