using Emulator.Host;
using Emulator.Native;
using Emulator.Scenarios;

namespace Tests.Host;

/// <summary>Moves that hang a kernel or damage it must be refused: this is the one check that nothing may slip through.</summary>
public class MremapSafetyTests
{
    private const string A = "file F 8G\nmmap A F 16T..16T+2G shared\n", B = "mmap B F 16T..16T+2G shared\n";
    private const string TouchA = "touch A 16T,16T+1G\n", TouchB = "touch B 16T,16T+1G\n";
    private const string Move = "mremap A 16T..16T+2G length=2G to=16T+8G";

    [Theory]
    [InlineData(A + TouchA + "mremap A 16T..16T+2G length=1G")] // shrinks where it is
    [InlineData(A + TouchA + "mremap A 16T..16T+2G length=4G maymove")] // hugetlb does not grow
    [InlineData(A + Move)] // nothing there to move
    [InlineData(A + B + TouchA + TouchB + Move)] // all shared
    [InlineData(A + B + TouchB + TouchA + "spin A on\n" + Move)]
    [InlineData(A + "mmap B F 32T..32T+4G shared\ntouch A 16T,16T+1G\ntouch B 32T..32T+2G every=1G\n" + Move)] // shared at other addresses
    [InlineData(A + B + "touch A 16T+1G\ntouch B 16T+1G\n" + Move)] // one is shared, one is absent
    [InlineData(A + TouchA + "mremap A 16T..16T+512M length=512M to=16T+8G")] // no whole 1G in the new VMA
    [InlineData(A + TouchA + "mremap A 16T+2M..16T+1G length=1022M to=16T+8G+2M")]
    [InlineData(A + TouchA + "mremap A 16T..16T+2M length=2M to=16T+8G+512M")] // within one 1G: the first skip is the end
    [InlineData("file F 8G\nmmap A F 16T..16T+2G private\ntouch A 16T,16T+1G\n" + Move)]
    [InlineData("file F 8G hugepage=1G\nmmap A F 16T..16T+2G shared\ntouch A 16T,16T+1G\n" + Move)]
    public void Safe(string text) => Assert.Null(WhyNot(text));

    [Theory]
    [InlineData(A + TouchA + Move)] // nobody shares
    [InlineData(A + B + TouchA + Move)] // B never touched it
    [InlineData(A + B + TouchA + "touch B 16T\n" + Move)] // one 1G is not shared
    [InlineData(A + "mmap B F 16T..16T+2G shared prot=r\ntouch A 16T,16T+1G\ntouch B 16T,16T+1G read\n" + Move)] // other flags
    [InlineData(A + "mmap B F 16T..16T+2G shared flags=reserve\n" + TouchA + TouchB + Move)]
    [InlineData(A + "mmap B F 16T..16T+2G shared offset=2M\n" + TouchA + TouchB + Move)] // another place in the 1G
    [InlineData(A + "mmap B F 16T..16T+2G private\n" + TouchA + TouchB + Move)]
    [InlineData(A + "file G 8G\nmmap B G 16T..16T+2G shared\n" + TouchA + TouchB + Move)]
    [InlineData(A + "mmap B F 16T+2M..16T+2G shared offset=2M\n" + TouchA + "touch B 16T+512M,16T+1G\n" + Move)] // B has no whole 1G at 16T
    [InlineData(A + B + TouchA + TouchB + "madvise A 16T..16T+2M dontneed\ntouch A 16T\n" + Move)] // a table of its own now, maybe
    [InlineData("file F 8G\nmmap A F 16T..16T+2G shared flags=populate\n" + Move)] // populated without a touch
    [InlineData(A + B + TouchB + "mlock A 16T..16T+2G\n" + Move)]
    [InlineData(A + B + TouchA + TouchB + "uffd-register A 16T..16T+2G wp\n" + Move)]
    [InlineData(A + B + TouchA + TouchB + "exit B\n" + Move)] // the last user of the tables
    [InlineData(A + B + TouchA + TouchB + "mremap A 16T..16T+2G length=2G to=16T+8G+512M")] // old and new drift apart
    [InlineData("file F 8G\nmmap A F 16T..16T+2G private\ntouch A 16T+1G\nmremap A 16T..16T+2G length=2G to=16T+8G+512M")]
    [InlineData("file F 8G\nmmap A F 16T..16T+2G private\nmremap A 16T+1022M..16T+1G+2M length=4M to=16T+8G")] // outside every VMA
    [InlineData(A + TouchA + "mremap A 16T..16T+2G length=2G maymove dontunmap")] // the kernel chooses where
    [InlineData(A + TouchA + "mremap A 16T..16T+1G-4K length=1G-4K to=16T+8G")] // rounded up to a whole 1G
    [InlineData(A + TouchA + "mremap A 16T..16T+512M length=1G to=16T+8G")]
    public void Refused(string text) => Assert.NotNull(WhyNot(text));

    [Fact]
    public void A_touch_that_got_a_signal_proves_nothing() =>
        Assert.NotNull(WhyNot(A + B + TouchA + TouchB + Move, touch => touch.Process == "B" ? 1 : 0));

    /// <summary>As if every statement had succeeded, and each mapping were still what its mmap made.</summary>
    private static string? WhyNot(string text, Func<TouchStatement, long>? sigbusOf = null)
    {
        var trace = TraceParser.Parse("t", new StringReader(text));
        var files = trace.Files.ToList();
        var proof = new SharedTableProof(trace);
        foreach (var statement in trace.Executable.SkipLast(1))
        {
            var sigbus = statement is TouchStatement touch ? sigbusOf?.Invoke(touch) ?? 0 : 0;
            proof.Add(new() { Statement = statement, Result = "0", Sigbus = sigbus, PageTableKilobytes = [], Nanoseconds = 0 });
        }

        var mappings = trace.Statements.OfType<MmapStatement>().Where(one => one.Process == "A").Select(one => new ProcMapping(
            one.Range, files.FindIndex(file => file.Name == one.File), one.Offset, one.Sharing == Sharing.Shared ? "rw-s" : "rw-p", []));
        return MremapSafety.WhyNot((MremapStatement)trace.Statements[^1], [.. mappings], index => files[index].HugePage, proof);
    }
}
