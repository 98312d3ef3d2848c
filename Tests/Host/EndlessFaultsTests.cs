using Emulator.Host;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Tests.Host;

/// <summary>An access that a kernel would try again for ever is known before it is made.</summary>
public class EndlessFaultsTests
{
    private const string Protected =
        "file F 1G\nmmap A F 8G..9G shared\ntouch A 8G\nuffd-register A 8G..9G wp\nuffd-writeprotect A 8G..8G+2M on\n";

    [Theory]
    [InlineData("uffd-register A 8G..9G missing\ntouch A 8G", 7)]
    [InlineData("uffd-register A 8G..9G minor\ntouch A 8G", 7)]
    [InlineData("uffd-register A 8G..9G missing\ntouch A 8G read\nmadvise A 8G..8G+2M populate-write", 8)]
    [InlineData("uffd-register A 8G..9G missing\nuffd-unregister A 8G..9G\nmmap B F 8G..9G shared\ntouch B 8G", 9)]
    [InlineData("uffd-register A 8G..9G missing\nuffd-register A 8G..9G wp\ntouch A 8G\nuffd-register A 8G..9G minor\ntouch A 8G", 10)]
    public void Found(string rest, int line) =>
        Assert.Equal(line, EndlessFaults.In(Parse(Protected + rest), KernelRelease.Default)?.Statement.Line);

    [Theory]
    [InlineData("touch A 8G")] // the userfaultfd's: SIGBUS
    [InlineData("uffd-register A 8G..9G missing\ntouch A 8G read")]
    [InlineData("uffd-register A 8G..9G missing\ntouch A 8G+2M")]
    [InlineData("uffd-unregister A 8G..9G\ntouch A 8G")] // unregistering wp takes the bits away
    [InlineData("uffd-register A 8G..9G missing\nmunmap A 8G..9G\nmmap A F 8G..9G shared\ntouch A 8G")]
    [InlineData("uffd-writeprotect A 8G..9G off\nuffd-register A 8G..9G missing\ntouch A 8G")]
    public void Clean(string rest) => Assert.Null(EndlessFaults.In(Parse(Protected + rest), KernelRelease.Default));

    [Fact]
    public void Until_6_2_the_write_goes_through()
    {
        var trace = Parse(Protected + "uffd-register A 8G..9G missing\ntouch A 8G");
        Assert.Null(EndlessFaults.In(trace, KernelReleases.Named("6.2")!));
        Assert.NotNull(EndlessFaults.In(trace, KernelReleases.Named("6.1.y")!));
    }

    private static Trace Parse(string text)
    {
        using var reader = new StringReader(text);
        return TraceParser.Parse("-", reader);
    }
}
