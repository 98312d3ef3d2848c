using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Tests.Walks;

/// <summary>The table that the project starts from, exactly: 8G+2M..11G-2M by every walk in three states, and by every release.</summary>
public class SeedTableTests
{
    private static readonly string[] NoTables = ["file F 3G", "mmap A F 8G+2M..11G-2M shared offset=2M"];
    private static readonly string[] Populated = [.. NoTables, "touch A 8G+2M..11G-2M"];
    private static readonly string[] Shared =
        [.. NoTables, "mmap B F 9G..10G shared offset=1G", "touch A 8G+2M..11G-2M", "touch B 9G..10G"];

    /// <summary>The walks, each on the default release; then the releases, each with its own.</summary>
    public static TheoryData<string, bool> Rows
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var walk in WalkCatalog.Own) rows.Add(walk.Name, false);
            foreach (var release in LinuxKernels.All.Where(release => release.RegisterWalk is not null)) rows.Add(release.Name, true);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Shared_9G_to_10G(string name, bool isRelease) =>
        Check(name, isRelease, Shared, name == "v5-patch" ? new(1535, 1023, 1023, 1) : new(1, 1, 1, 1));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Populated_and_nothing_shared(string name, bool isRelease) =>
        Check(name, isRelease, Populated, name == "v5-patch" ? new(1534, 1534, 1534, 0) : new(1, 1, 1, 0));

    [Theory]
    [MemberData(nameof(Rows))]
    public void No_tables(string name, bool isRelease) =>
        Check(name, isRelease, NoTables, name == "v5-patch" ? new(1534, 0, 0, 0) : new(1, 0, 0, 0));

    private static void Check(string name, bool isRelease, string[] lines, WalkCounts expected)
    {
        var linux = isRelease ? LinuxKernels.Named(name)! : LinuxKernels.Default.With(WalkCatalog.Find(name)!);
        var mode = linux.Rules.TakesUffdWp ? "wp" : "minor";
        var answers = Ran.Of(linux, [.. lines, $"uffd-register A 8G+2M..11G-2M {mode}"]);
        var answer = answers[^1];
        Assert.Equal(Errno.None, answer.Outcome.Error);
        Assert.Equal(expected, CountsOf(answer));
        Assert.Equal((0, 0), (answer.LeftShared, answer.LeftStale));
        // A table of A's goes away with its share, nobody else's.
        var before = answers[^2].PageTableKilobytes.ToDictionary();
        before["A"] -= 4 * expected.Successes;
        Assert.Equal(before, answer.PageTableKilobytes.ToDictionary());
    }

    private static WalkCounts CountsOf(Answer answer) => new(
        answer.Calls[KernelFunction.HugePteOffset],
        answer.Calls[KernelFunction.HugePteLock],
        answer.Calls[KernelFunction.HugePmdUnshare],
        answer.Tally.Unshared);
}
