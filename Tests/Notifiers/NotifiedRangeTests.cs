using Emulator.Notifiers;
using Emulator.Probes;

namespace Tests.Notifiers;

/// <summary>What changed within a range, and what a consumer held of it: by statements whose effect is known.</summary>
public class NotifiedRangeTests
{
    private const ulong Mega = 1UL << 20;

    /// <summary>Bytes removed, replaced, with fewer rights, and gone from the tables only.</summary>
    [Theory]
    [InlineData("uffd-register A 9G..10G minor", NotifierEvent.Clear, 0, 0, 0, 8)]
    [InlineData("mprotect A 9G..10G r", NotifierEvent.ProtectionVma, 0, 0, 8, 0)]
    [InlineData("mprotect A 9G..10G none", NotifierEvent.ProtectionVma, 0, 0, 8, 0)]
    [InlineData("mprotect A 9G..10G rwx", NotifierEvent.ProtectionVma, 0, 0, 0, 8)]
    [InlineData("munmap A 9G..10G", NotifierEvent.Unmap, 8, 0, 0, 0)]
    [InlineData("fallocate B F 9G..9G+4M punch", NotifierEvent.Clear, 4, 0, 0, 4)]
    [InlineData("truncate B F 9G+2M", NotifierEvent.Clear, 6, 0, 0, 2)]
    [InlineData("madvise A 9G..9G+2M dontneed", NotifierEvent.Clear, 0, 0, 0, 8)]
    public void Of_a_shared_table(string statement, NotifierEvent why, int removed, int replaced, int isProtected, int presenceOnly)
    {
        var told = Told.By("6.19", Told.Shared(statement)).Ranges.Single(range => range.Process == "A");
        Assert.Equal(why, told.Event);
        Assert.Equal(new Amount(8 * Mega, 4), told.Mapped);
        Assert.Equal(Bytes(removed, replaced, isProtected, presenceOnly), told.Changes);
        var needed = (ulong)(removed + replaced + isProtected) * Mega;
        Assert.All(
            told.Effects.Where(effect => effect.Consumer.MapsHugetlb),
            effect => Assert.Equal((8 * Mega, needed), (effect.Held.Bytes, effect.Needed.Bytes)));
        Assert.Equal(default, told.Of("gntdev").Held);
    }

    /// <summary>The same where the table is A's own.</summary>
    [Theory]
    [InlineData("mprotect A 9G..9G+2M r", 0, 0, 2, 0)]
    [InlineData("munmap A 9G..9G+2M", 2, 0, 0, 0)]
    [InlineData("madvise A 9G..9G+2M dontneed", 0, 0, 0, 2)]
    [InlineData("uffd-register A 9G..10G minor", 0, 0, 0, 0)]
    public void Of_a_table_of_its_own(string statement, int removed, int replaced, int isProtected, int presenceOnly)
    {
        var told = Told.By("6.19", "mmap A F 9G..10G shared offset=9G", "touch A 9G..9G+8M", statement).Ranges[^1];
        Assert.Equal(Bytes(removed, replaced, isProtected, presenceOnly), told.Changes);
    }

    [Fact]
    public void A_private_page_is_replaced_when_it_is_written()
    {
        string[] forked = ["mmap A F 9G..10G private offset=9G", "touch A 9G..9G+4M", "fork A C", "touch A 9G"];
        var answers = Told.Answers("6.19", forked);
        // fork takes the right to write away in the parent, and flushes with a range told before.
        Assert.Equal(Bytes(0, 0, 4, 0), answers[^2].Told.Ranges.Single().Changes);
        Assert.Equal(Bytes(0, 2, 0, 0), answers[^1].Told.Ranges.Single().Changes);
    }

    /// <summary>An anonymous page that DONTNEED drops is lost, whatever the next fault brings.</summary>
    [Fact]
    public void A_private_page_that_is_dropped_is_gone() => Assert.Equal(
        Bytes(2, 0, 0, 0),
        Told.By("6.19", "mmap A F 9G..10G private offset=9G", "touch A 9G", "madvise A 9G..9G+2M dontneed").Ranges.Single().Changes);

    [Fact]
    public void Write_protection_takes_a_right()
    {
        string[] lines =
            ["mmap A F 9G..10G shared offset=9G", "touch A 9G..9G+4M", "uffd-register A 9G..10G wp", "uffd-writeprotect A 9G..9G+2M on"];
        Assert.Equal(Bytes(0, 0, 2, 0), Told.By("6.19", lines).Ranges.Single().Changes);
    }

    /// <summary>Where nothing can be shared, v5 and the review's proposal tell of the whole VMA; what was merged tells nothing.</summary>
    [Theory]
    [InlineData("v5-patch", "HUGETLB_UNSHARE 9G+512M..10G+512M")]
    [InlineData("kravetz", "HUGETLB_UNSHARE 9G+512M..10G+512M")]
    [InlineData("5.13", "")]
    [InlineData("6.19", "")]
    public void A_walk_tells_what_it_tells(string release, string expected)
    {
        const string Vma = "9G+512M..10G+512M";
        var told = Told.By(release, $"mmap A F {Vma} shared offset=9G+512M", "touch A 9G+512M", $"uffd-register A {Vma} minor");
        Assert.Equal(expected, string.Concat(told.Ranges.Select(range => $"{range.Event.ShortName()} {range.Range}")));
        Assert.All(told.Ranges, range => Assert.Equal(default, range.Changes));
    }

    private static ChangeBytes Bytes(int removed, int replaced, int isProtected, int presenceOnly) =>
        new((ulong)removed * Mega, (ulong)replaced * Mega, (ulong)isProtected * Mega, (ulong)presenceOnly * Mega);
}
