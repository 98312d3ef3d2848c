using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Walks;
using Tests.Scenarios;

namespace Tests.Checks;

/// <summary>What Linux 6.18.44 answered breaks no check.</summary>
public class NoFalsePositiveTests
{
    public static TheoryData<string> Names => [.. KernelTruth.Names.Where(name => name.StartsWith("6.18/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_check_fires_on_a_recorded_trace(string name)
    {
        using var run = new TraceRun(KernelTruth.Read(name), KernelRelease.Default, isChecked: true);
        var found = run.Answers().SelectMany(answer => answer.Violations).Where(one => one.Severity == Severity.Usable);
        Assert.Empty(found.Select(one => $"{one.Check}: {one.What}"));
    }
}
