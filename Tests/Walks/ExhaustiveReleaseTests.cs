using Emulator.Releases;

namespace Tests.Walks;

/// <summary>
/// Every release's final state equals its oracle's over all worlds of 4 PUDs (absent, private, shared; boundaries aligned,
/// +2M, -2M; split points): exhaustively. Its own walk runs, and its own split rule.
/// </summary>
public class ExhaustiveReleaseTests
{
    public static TheoryData<string> Releases => [.. WalkRule.OfRelease.Keys];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_world_ends_as_the_oracle_says(string name)
    {
        var release = LinuxKernels.Named(name)!;
        var (register, split) = WalkRule.OfRelease[name];
        using var on = new WorldMachine(release);
        Assert.Equal(1296 * 27, EveryWorld.Check(on, register, split, missesLocks: name == "6.1.y"));
    }

    [Fact]
    public void Every_release_with_a_walk_is_in_here() => Assert.Equal(
        LinuxKernels.All.Where(release => release.RegisterWalk is not null).Select(release => release.Name).Order(StringComparer.Ordinal),
        WalkRule.OfRelease.Keys.Order(StringComparer.Ordinal));
}
