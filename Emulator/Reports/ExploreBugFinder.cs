using Emulator.Explore;
using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>`ptemu explore`: the first violation in any interleaving.</summary>
public sealed class ExploreBugFinder : IBugFinder
{
    /// <summary>No verdict may depend on how busy the machine is.</summary>
    private static readonly ExploreOptions Patient = new() { TimeMax = TimeSpan.FromMinutes(20) };

    public string Verb => "explore";

    /// <exception cref="TimeoutException">The interleavings were too many to look at in the time, and none that was had a violation.</exception>
    public IReadOnlyList<Violation> Find(Trace trace, KernelRelease release)
    {
        var result = Explorer.Run(trace, release, Patient);
        if (result.Found is { } found) return [found.Violation];
        return result.IsComplete
            ? [.. result.Findings.Select(finding => finding.Violation)]
            : throw new TimeoutException($"{trace.Path} at {release.Name}: not all interleavings were looked at");
    }
}
