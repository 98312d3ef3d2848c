using Emulator.Host;
using Emulator.Native;
using Emulator.Scenarios;

namespace Tests.Host;

public class HugePageNeedTests
{
    private const string F = "file F 2G\nmmap A F 16T..16T+2G shared\nmmap B F 32T..32T+2G shared\n";
    private const string P = "file F 2G\nmmap A F 16T..16T+2G private\n";

    [Theory]
    [InlineData(F, 0, 0)]
    [InlineData(F + "touch A 16T,16T+1G\ntouch B 32T,32T+2M", 3, 0)] // pages of the file, whoever maps them
    [InlineData(F + "touch A 16T..16T+2G every=1G", 2, 0)]
    [InlineData(F + "touch A 16T..16T+1G", 512, 0)]
    [InlineData(F + "touch A 16T-1G..16T+2G every=1G", 2, 0)] // holes take none
    [InlineData(F + "mlock A 16T..16T+8M", 4, 0)]
    [InlineData(F + "fallocate A F 0..8M\nfallocate A F 0..8M punch", 4, 0)]
    [InlineData(F + "mremap A 16T..16T+1G length=1G to=64T\ntouch A 64T+2M", 1, 0)]
    [InlineData(P + "touch A 16T\nfork A B\ntouch B 16T,16T+2M", 3, 0)] // copied on write
    [InlineData("file F 2G\nmmap A F 16T..16T+8M shared flags=reserve", 4, 0)]
    [InlineData("file F 2G hugepage=1G\nmmap A F 16T..16T+2G shared\ntouch A 16T+2M,16T+4M", 0, 1)]
    public void Counts(string text, long twoMega, long oneGiga)
    {
        var need = new HugePageNeed(TraceParser.Parse("t", new StringReader(text)), ByteSize.FromTera(1));
        Assert.Equal((twoMega, oneGiga), (need.TwoMega, need.OneGiga));
    }
}
