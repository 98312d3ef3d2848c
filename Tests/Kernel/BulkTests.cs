using Emulator.Native;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Scenarios;
using Tests.Walks;

namespace Tests.Kernels;

/// <summary>
/// With the silent probe faults, unmaps and fallocate go in bulk; with any other page by page. After each statement both give the same outcome,
/// the same tally, and the same machine: every byte of every table, every share count, every process and every page of every file.
/// </summary>
public class BulkTests
{
    private const int Seeds = 40;

    public static TheoryData<string> Releases => [.. LinuxKernels.All.Select(release => release.Name)];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Random_traces_leave_the_same_machine(string release)
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var trace = TraceGenerator.Generate(new(seed, AllowMoves: seed % 2 == 0));
            if (trace.Machine.Levels == 4 && seed % 4 == 1) trace = trace with { Machine = trace.Machine with { Levels = 5 } };
            if (seed % 8 == 3) trace = trace with { Machine = trace.Machine with { HugePages = 300 } };
            AssertSame(trace, release);
        }
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Large_traces_leave_the_same_machine(string release)
    {
        for (var seed = 0; seed < Seeds / 4; seed++) AssertSame(BulkTrace.Of(seed), release);
    }

    /// <summary>The comparison sees what it is there for: one entry more in one of the two.</summary>
    [Fact]
    public void A_page_more_is_seen()
    {
        using var one = new BulkSide<Silent>(BulkTrace.Of(1), LinuxKernels.Default, default);
        using var other = new BulkSide<CountingProbe>(BulkTrace.Of(1), LinuxKernels.Default, new());
        foreach (var statement in BulkTrace.Of(1).ProgramOrder.Take(4)) Assert.Equal(one.Execute(statement), other.Execute(statement));
        var mm = one.Machine.Processes.First(mm => mm.Vmas.Count > 0);
        var vma = mm.Vmas.All[0];
        one.Kernel.AccessRange(mm, new(vma.Start, vma.Start + 1), every: null, isWrite: true);
        Assert.NotEqual(one.State(), other.State());
    }

    /// <summary>
    /// B shares A's tables, each seen to have its first page, and exits; then the second loses it, so C must not take it for there.
    /// </summary>
    [Theory]
    [InlineData("madvise A 16T+1G..16T+1G+2M dontneed")]
    [InlineData("madvise A 16T+1G..16T+2G dontneed")]
    [InlineData("fallocate A F 1G..1G+2M punch")]
    [InlineData("fallocate A F 1G..2G punch")]
    [InlineData("truncate A F 1G")]
    public void A_page_that_went_is_not_remembered(string loss)
    {
        const string Map = "16T..16T+4G";
        foreach (var step in new[] { "", " every=1G" })
        {
            AssertSame(
                BulkTrace.Parse($"""
                    file F 4G
                    mmap A F {Map} shared
                    touch A {Map} write{step}
                    mmap B F {Map} shared
                    touch B {Map} write every=1G
                    exit B
                    {loss}
                    mmap C F {Map} shared
                    touch C {Map} write every=1G
                    """),
                LinuxKernels.Default.Name);
        }
    }

    /// <summary>Bulk or not, the range has so many accesses as its steps.</summary>
    [Theory]
    [InlineData(1UL << 21, 1536)]
    [InlineData(1UL << 30, 3)]
    [InlineData(3UL << 20, 1024)]
    [InlineData(1UL << 31, 2)]
    public void Each_step_is_an_access(ulong step, int accesses)
    {
        using var side = new BulkSide<Silent>(BulkTrace.Parse("file F 8G\nmmap A F 16T..16T+3G shared\ntouch A 16T"), LinuxKernels.Default, default);
        foreach (var statement in side.Trace.ProgramOrder) side.Execute(statement);
        var (mm, start) = (side.Machine.ProcessOf("A"), VirtAddr.Zero + ByteSize.FromTera(16));
        var done = side.Kernel.AccessRange(mm, new(start, start + ByteSize.FromGiga(3)), new(step), isWrite: true);
        Assert.Equal(accesses, done.Touched);
        Assert.Equal(0, done.Sigbus + done.Sigsegv);
    }

    private static void AssertSame(Trace trace, string release)
    {
        using var bulk = new BulkSide<Silent>(trace, LinuxKernels.Named(release)!, default);
        using var faithful = new BulkSide<CountingProbe>(trace, LinuxKernels.Named(release)!, new());
        foreach (var statement in trace.ProgramOrder)
        {
            var (one, other) = (bulk.Execute(statement), faithful.Execute(statement));
            Assert.True(
                one.Equals(other), $"{trace.Path} at {release}: '{statement.Text}': in bulk {one.Counts}, page by page {other.Counts}\n{trace.ToTraceText()}");
            if (one.Result.StartsWith("DEADLOCK", StringComparison.Ordinal)) return;
            Assert.True(
                bulk.State().SequenceEqual(faithful.State()), $"{trace.Path} at {release}: after '{statement.Text}' tables differ\n{trace.ToTraceText()}");
        }
    }
}
