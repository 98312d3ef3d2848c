using Emulator.Notifiers;
using Emulator.Probes;
using Emulator.Releases;
using static Emulator.Notifiers.ReactionKind;
using static Emulator.Probes.NotifierEvent;

namespace Tests.Notifiers;

/// <summary>What each consumer does for each event, as its source says. A line a consumer; a change of one must change its line.</summary>
public class ConsumerTests
{
    private static readonly NotifierEvent[] Events = Enum.GetValues<NotifierEvent>();

    public static IReadOnlyList<object[]> Lines { get; } =
    [
        // Name, release, events that it ignores, those of its own that it ignores, events with more than dropping, and what it does if
        // it may not block.
        ["kvm", "6.19", "", "", "Release", Drops],
        ["iommu-sva", "6.19", "", "", "Release", Drops],
        ["iommu-sva", "6.12", "", "", "Release", Drops],
        ["iommu-sva", "5.13", "", "", "Release", Drops],
        ["nouveau", "6.19", "", "Migrate Exclusive", "", Refuses],
        ["amdkfd", "6.19", "Release", "", "Unmap", Drops],
        ["gntdev", "6.19", "", "", "", Refuses],
        ["hfi1", "6.19", "Clear ProtectionVma ProtectionPage SoftDirty Release Migrate Exclusive HugetlbUnshare", "", "Unmap", Ignores],
        ["hfi1", "5.13", "", "", "all", Drops],
        ["hmm-test", "6.19", "", "Migrate", "", Drops],
        ["umem-odp", "6.19", "", "", "", Refuses],
        ["xe", "6.19", "", "", "Unmap", Refuses],
        ["nvidia-uvm", "6.19", "SoftDirty Release", "Migrate Exclusive", "Unmap Clear", Refuses],
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_consumer_does_this_for_each_event(
        string name, string release, string ignored, string ownIgnored, string more, ReactionKind unblockable)
    {
        var consumer = Named(name, release);
        Assert.Equal(Words(ignored), Events.Where(why => consumer.On(new(why)).Kind == Ignores));
        Assert.All(Events.Except(Words(ignored)), why => Assert.Equal(Drops, consumer.On(new(why)).Kind));
        Assert.Equal(
            Words(ownIgnored),
            Events.Where(why => consumer.On(new(why, IsOwn: true)).Kind == Ignores).Except(Words(ignored)).Order());
        // KVM says at each event that guest faults wait: only at RELEASE is it another thing.
        var usual = consumer.On(new(ProtectionVma)).Also;
        var expected = more == "all" ? Events : Words(more);
        if (more == "all") Assert.NotEmpty(usual);
        else Assert.Equal(expected, Events.Where(why => consumer.On(new(why)).Drops && consumer.On(new(why)).Also != usual));
        Assert.Equal(unblockable, consumer.On(new(Clear, IsBlockable: false)).Kind);
    }

    [Fact]
    public void Every_consumer_has_a_line() => Assert.Equal(
        ConsumerCatalog.In(LinuxKernels.Named("6.19")!).Select(consumer => consumer.Name).Order(),
        Lines.Where(line => (string)line[1] == "6.19").Select(line => (string)line[0]).Order());

    [Fact]
    public void A_release_has_one_consumer_of_a_name()
    {
        foreach (var release in LinuxKernels.All)
        {
            var names = ConsumerCatalog.In(release).Select(consumer => consumer.Name).ToList();
            Assert.Equal(names.Distinct(), names);
        }
    }

    [Theory]
    [InlineData("v5-patch", "iommu-sva kvm nouveau gntdev hfi1 hmm-test umem-odp")]
    [InlineData("6.0", "iommu-sva kvm nouveau amdkfd gntdev hfi1 hmm-test umem-odp")]
    [InlineData("6.1.y", "iommu-sva kvm nouveau amdkfd gntdev hfi1 hmm-test umem-odp nvidia-uvm")]
    [InlineData("6.19", "iommu-sva kvm nouveau amdkfd gntdev hfi1 hmm-test umem-odp xe nvidia-uvm")]
    public void A_release_has_the_consumers_of_its_day(string release, string names) =>
        Assert.Equal(names, string.Join(' ', ConsumerCatalog.In(LinuxKernels.Named(release)!).Select(consumer => consumer.Name)));

    /// <summary>The mail's question: who would understand which event?</summary>
    [Theory]
    [InlineData("v5-patch", HugetlbUnshare, Clear, "")]
    [InlineData("v5-patch", Unmap, Clear, "")]
    [InlineData("6.19", HugetlbUnshare, Clear, "nvidia-uvm")]
    [InlineData("6.19", HugetlbUnshare, ProtectionVma, "")]
    [InlineData("6.19", Unmap, Clear, "amdkfd hfi1 xe")]
    [InlineData("6.19", Unmap, HugetlbUnshare, "amdkfd hfi1 xe nvidia-uvm")]
    public void Events_are_told_apart_by_these(string release, NotifierEvent one, NotifierEvent other, string names) => Assert.Equal(
        names, string.Join(' ', ConsumerCatalog.In(LinuxKernels.Named(release)!).Telling(one, other).Select(consumer => consumer.Name)));

    [Fact]
    public void Who_ignores_something_says_why_it_may() => Assert.All(
        ConsumerCatalog.All.Where(consumer => Events.Any(why => consumer.On(new(why)).Kind == Ignores)),
        consumer => Assert.NotEmpty(consumer.WhyItMayKeep));

    [Theory]
    [InlineData("v5-patch", "5.11")]
    [InlineData("pre-v5", "5.11")]
    [InlineData("5.13", "5.13")]
    [InlineData("6.1.y", "6.1.191")]
    [InlineData("6.19", "6.19")]
    public void A_release_is_a_version(string release, string version) =>
        Assert.Equal(version, LinuxKernels.Named(release)!.Version.ToString());

    private static INotifierConsumer Named(string name, string release) =>
        ConsumerCatalog.In(LinuxKernels.Named(release)!).Single(consumer => consumer.Name == name);

    private static IEnumerable<NotifierEvent> Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<NotifierEvent>).Order();
}
