using Emulator.Releases;
using Emulator.Walks;

namespace Tests.Walks;

/// <summary>
/// The same for every walk on the default release, as `compare` runs them: with its split rule, and where splits leave
/// tables shared.
/// </summary>
public class ExhaustiveWalkTests
{
    public static TheoryData<string> Walks => [.. WalkCatalog.Own.Select(walk => walk.Name)];

    [Theory]
    [MemberData(nameof(Walks))]
    public void Every_world_ends_as_the_oracle_says(string name) => Check(name, LinuxKernels.Default.Name);

    [Theory]
    [MemberData(nameof(Walks))]
    public void Also_where_a_split_leaves_tables_shared(string name) => Check(name, "6.1");

    private static void Check(string name, string splitsAs)
    {
        using var on = new WorldMachine(LinuxKernels.Default.SplittingAs(LinuxKernels.Named(splitsAs)!).With(WalkCatalog.Find(name)!));
        Assert.Equal(1296 * 27, EveryWorld.Check(on, WalkRule.OfWalk[name], WalkRule.OfRelease[splitsAs].Split));
    }
}
