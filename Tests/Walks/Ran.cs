using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Walks;

/// <summary>A trace given as its lines, run to the end.</summary>
internal static class Ran
{
    /// <summary>One answer a statement; the machine is gone when they are read.</summary>
    public static IReadOnlyList<Answer> Of(LinuxKernel linux, params string[] lines)
    {
        using var reader = new StringReader(string.Join('\n', lines));
        using var run = new TraceRun(TraceParser.Parse("t.trace", reader), linux);
        return [.. run.Answers()];
    }

    public static IReadOnlyList<Answer> At(string release, params string[] lines) => Of(LinuxKernels.Named(release)!, lines);
}
