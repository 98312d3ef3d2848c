using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Walks;

/// <summary>A trace given as its lines, run to the end.</summary>
internal static class Ran
{
    /// <summary>One answer a statement; the machine is gone when they are read.</summary>
    public static IReadOnlyList<Answer> Of(KernelRelease release, UnshareWalk? walk, KernelRelease? splitOf, params string[] lines)
    {
        using var reader = new StringReader(string.Join('\n', lines));
        using var run = new TraceRun(TraceParser.Parse("t.trace", reader), release, walk, splitOf);
        return [.. run.Answers()];
    }

    public static IReadOnlyList<Answer> At(string release, params string[] lines) => Of(KernelReleases.Named(release)!, null, null, lines);
}
