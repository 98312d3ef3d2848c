using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>How the releases differ, each cell answered by running a trace at that release: `ptemu kernels --table`.</summary>
public static class ReleaseTable
{
    public static string Text()
    {
        var releases = KernelReleases.All;
        var table = new TextTable([36, .. releases.Select(release => Math.Max(6, release.Name.Length + 1))]);
        table.Add(["", .. releases.Select(release => release.Name)]);
        foreach (var question in ReleaseQuestion.All)
        {
            table.Add([question.Text, .. releases.Select(release => question.Read(LastAnswer(question.TraceName, release)))]);
        }

        table.Add(["fork, shared: child's tables, kB", .. releases.Select(release => $"{ChildTables(release)}")]);
        return table.ToString();
    }

    private static Answer LastAnswer(string traceName, KernelRelease release)
    {
        using var run = new TraceRun(SeedState.TraceOf(traceName), release);
        return run.Answers().Last();
    }

    private static long ChildTables(KernelRelease release)
    {
        using var run = new TraceRun(SeedState.TraceOf("releases/fork.trace"), release);
        return run.Answers().First(answer => answer.Statement is ForkStatement).PageTableKilobytes.Single(pair => pair.Key == "C").Value;
    }
}
