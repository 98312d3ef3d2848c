using Emulator.Explore;
using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>`ptemu explore`: all interleavings, up to the first violation.</summary>
public sealed class ExploreBugFinder : IBugFinder
{
    public string Verb => "explore";

    public IReadOnlyList<Violation> Find(Trace trace, KernelRelease release) =>
        Explorer.Run(trace, release).Found is { } found ? [found.Violation] : [];
}
