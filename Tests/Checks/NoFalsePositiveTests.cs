using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;
using Tests.Scenarios;

namespace Tests.Checks;

/// <summary>What Linux 6.18.44 answered breaks no check.</summary>
public class NoFalsePositiveTests
{
    public static TheoryData<string> Names => [.. KernelTruth.Names.Where(name => name.StartsWith("6.18/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_check_fires_on_a_recorded_trace(string name)
    {
        using var run = new TraceRun(KernelTruth.Read(name), LinuxKernels.Default, isChecked: true);
        var found = run.Answers().SelectMany(answer => answer.Violations).Where(one => one.Severity == Severity.Usable);
        Assert.Empty(found.Select(one => $"{one.Check}: {one.What}"));
    }

    /// <summary>A flush that misses a CPU which had gone idle, and a move that fails half-way: both right, and both once called wrong.</summary>
    [Theory]
    [InlineData(
        "machine cpus=2\nfile F 4G\nmmap C F 8G..11G private\nmmap B F 8G..11G shared\ntouch B 10G\nspin C on\ntouch C 9G\nidle C on\n"
            + "fork C D\ntouch C 10G\n")]
    [InlineData(
        "file F 4G\nfile G 4G\nmmap A F 8G..9G private\nmmap A G 9G..10G private\ntouch A 8G\ntouch A 9G\n"
            + "uffd-register A 9G..10G wp\nmremap A 8G..10G length=2G to=64G\ntouch A 64G read\n")]
    [InlineData("machine hugepages=1\nfile F 4M\nmmap A F 8G..8G+2M private flags=reserve\ntouch A 8G\nfork A C\ntouch A 8G write\n")]
    public void No_check_fires_on_what_is_right(string text)
    {
        using var reader = new StringReader(text);
        using var run = new TraceRun(TraceParser.Parse("right.trace", reader), LinuxKernels.Default, isChecked: true);
        Assert.Empty(run.Answers().SelectMany(answer => answer.Violations).Select(one => $"{one.Check}: {one.What}"));
    }

    [Fact]
    public void No_check_fires_on_random_traces()
    {
        var checks = new RandomChecks(LinuxKernels.Default);
        for (var seed = 1UL; seed <= 300; seed++) checks.Add(TraceGenerator.Generate(new(seed)));
        Assert.Equal(("", 300), (RandomChecksText.Of(checks), checks.Clean));
    }

    /// <summary>
    /// With CPUs that idle and walkers without locks, RANDOM_TRACES of them: what 6.19 leaves there is bug 7, of CPUs that keep walk-cache
    /// entries, and 13, of lazy ones.
    /// </summary>
    [Theory]
    [InlineData("6.19", "stale translation, stale walk-cache entry")]
    [InlineData("7.2", "")]
    public void No_check_fires_on_wide_random_traces(string release, string onLeafOnly)
    {
        var usable = new SortedSet<string>(StringComparer.Ordinal);
        var count = ulong.TryParse(Environment.GetEnvironmentVariable("RANDOM_TRACES"), out var asked) ? asked : 300;
        for (var seed = 0UL; seed < count; seed++)
        {
            var trace = TraceGenerator.Generate(new(seed, IsWide: true));
            var found = new RunBugFinder().Find(trace, LinuxKernels.Named(release)!).Where(one => one.Severity == Severity.Usable).ToList();
            if (trace.Machine.Tlb == TlbKind.LeafOnly) usable.UnionWith(found.Select(one => one.Check));
            else Assert.Empty(found.Select(one => $"{trace.Path}: {one.Check}: {one.What}"));
        }

        Assert.Subset(onLeafOnly.Split(", ").ToHashSet(), usable.ToHashSet());
        Assert.Equal(onLeafOnly.Length > 0, usable.Contains(CheckNames.StaleWalkCacheEntry));
    }
}
