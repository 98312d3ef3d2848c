using Emulator.Explore;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Explore;

/// <summary>Rules changed so that a race opens: it is found, so the exploration does not merely know the releases.</summary>
public class MutantExploreTests
{
    private static readonly ExploreOptions Patient = new() { TimeMax = TimeSpan.FromMinutes(20) };

    public static TheoryData<string, string> Mutants => new()
    {
        // 6.19 without its broadcast is 6.15 again: the walker is not waited for.
        { "03-cve-2025-38085-invlpgb", "no broadcast" },
        // The split unshares before it takes its locks.
        { "02-cve-2025-38084-process", "split before locks" },
        // The own thread's fault is kept out by no lock.
        { "02-cve-2025-38084-thread", "split before locks" },
    };

    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_rule_taken_back_opens_its_race(string trace, string mutation)
    {
        var release = LinuxKernels.Named("6.16")!;
        Assert.Null(Explorer.Run(Read(trace), release, Patient).Found);
        var rules = mutation == "no broadcast"
            ? release.Rules with { SyncsEachTable = false }
            : release.Rules with { Split = SplitRule.BeforeSplit };
        Assert.NotNull(Explorer.Run(Read(trace), release with { Rules = rules }, Patient).Found);
    }

    private static Trace Read(string name)
    {
        using var reader = File.OpenText(Path.Combine(Repository.Traces, "bugs", $"{name}.trace"));
        return TraceParser.Parse($"{name}.trace", reader);
    }
}
