using Emulator.Host;
using Emulator.Releases;
using Emulator.Scenarios;

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
        Assert.Equal(line, EndlessFaults.In(Parse(Protected + rest), LinuxKernels.Default)?.Statement.Line);

    [Theory]
    [InlineData("touch A 8G")] // the userfaultfd's: SIGBUS
    [InlineData("uffd-register A 8G..9G missing\ntouch A 8G read")]
    [InlineData("uffd-register A 8G..9G missing\ntouch A 8G+2M")]
    [InlineData("uffd-unregister A 8G..9G\ntouch A 8G")] // unregistering wp takes the bits away
    [InlineData("uffd-register A 8G..9G missing\nmunmap A 8G..9G\nmmap A F 8G..9G shared\ntouch A 8G")]
    [InlineData("uffd-writeprotect A 8G..9G off\nuffd-register A 8G..9G missing\ntouch A 8G")]
    public void Clean(string rest) => Assert.Null(EndlessFaults.In(Parse(Protected + rest), LinuxKernels.Default));

    [Fact]
    public void Until_6_2_the_write_goes_through()
    {
        var trace = Parse(Protected + "uffd-register A 8G..9G missing\ntouch A 8G");
        Assert.Null(EndlessFaults.In(trace, LinuxKernels.Named("6.2")!));
        Assert.NotNull(EndlessFaults.In(trace, LinuxKernels.Named("6.1.y")!));
    }

    /// <summary>Sub-1G, since a move of a whole 1G that is not shared waits for itself.</summary>
    private const string ProtectedPart =
        "file F 1G\nmmap A F 8G..8G+512M shared\ntouch A 8G\nuffd-register A 8G..8G+512M wp\nuffd-writeprotect A 8G..8G+4M on\n";

    /// <summary>A bit, and a marker that the first touch of the new place turns into one.</summary>
    [Theory]
    [InlineData("16G")]
    [InlineData("16G+2M")]
    public void Moved_from_a_userfaultfd_it_is_endless_until_6_13(string touched)
    {
        var trace = Parse(ProtectedPart + $"mremap A 8G..8G+512M length=512M to=16G\ntouch A {touched} read\ntouch A {touched}");
        Assert.Equal(8, EndlessFaults.In(trace, LinuxKernels.Named("6.12")!)?.Statement.Line);
        Assert.All((string[])["6.1.y", "6.2", "6.15", "6.19", "7.2"], name => Assert.Null(EndlessFaults.In(trace, LinuxKernels.Named(name)!)));
    }

    /// <summary>The move looks at the VMA's userfaultfd, not at the entries.</summary>
    [Fact]
    public void Moved_when_it_was_unregistered_it_is_endless_still()
    {
        var trace = Parse(ProtectedPart
            + "uffd-register A 8G..8G+512M missing\nuffd-unregister A 8G..8G+512M\nmremap A 8G..8G+512M length=512M to=16G\ntouch A 16G");
        Assert.Equal(9, EndlessFaults.In(trace, LinuxKernels.Default)?.Statement.Line);
    }

    /// <summary>By uname; 6.12's rules are those of all that have the fault and not the fix of mremap.</summary>
    [Theory]
    [InlineData("6.2.13", "6.19")]
    [InlineData("6.3.0", "6.12 6.19")]
    [InlineData("6.12.10", "6.12 6.19")]
    [InlineData("6.12.11", "6.19")]
    [InlineData("6.13.0", "6.19")]
    [InlineData("6.18.44", "6.19")]
    [InlineData("7.2.13", "6.19")]
    public void A_kernel_is_judged_by_every_release_that_it_may_be(string version, string releases)
    {
        var found = EndlessFaults.ReleasesOf(Version.Parse(version));
        Assert.Equal(releases, string.Join(' ', found.Select(release => release.Name)));
    }

    [Fact]
    public void The_first_of_several_releases_counts()
    {
        var trace = Parse(ProtectedPart + "mremap A 8G..8G+512M length=512M to=16G\ntouch A 16G");
        Assert.Equal(7, EndlessFaults.In(trace, EndlessFaults.ReleasesOf(new(6, 8)))?.Statement.Line);
        Assert.Null(EndlessFaults.In(trace, EndlessFaults.ReleasesOf(new(6, 18, 44))));
    }

    private static Trace Parse(string text)
    {
        using var reader = new StringReader(text);
        return TraceParser.Parse("-", reader);
    }
}
