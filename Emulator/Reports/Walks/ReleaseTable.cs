using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>How the releases differ, each cell answered by running a trace at that release: `ptemu kernels --table`.</summary>
public static class ReleaseTable
{
    public static string Text()
    {
        var releases = LinuxKernels.All;
        var columns = releases.Select(Column).ToList();
        var table = new TextTable([36, .. releases.Select(release => Math.Max(6, release.Name.Length + 1))]);
        table.Add(["", .. releases.Select(release => release.Name)]);
        for (var row = 0; row < columns[0].Count; row++) table.Add([columns[0][row].Question, .. columns.Select(column => column[row].Cell)]);
        return table.ToString();
    }

    /// <summary>A release as a line of JSON: its name, then the table's rows.</summary>
    public static string Json(LinuxKernel release)
    {
        var json = new JsonObject { ["kernel"] = release.Name };
        foreach (var (question, cell) in Column(release)) json[question] = cell;
        return json.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static List<(string Question, string Cell)> Column(LinuxKernel release) =>
    [
        .. ReleaseQuestion.All.Select(question => (question.Text, question.Read(LastAnswer(question.TraceName, release)))),
        ("fork, shared: child's tables, kB", $"{ChildTables(release)}"),
    ];

    private static Answer LastAnswer(string traceName, LinuxKernel release)
    {
        using var run = new TraceRun(SeedState.TraceOf(traceName), release);
        return run.Answers().Last();
    }

    private static long ChildTables(LinuxKernel release)
    {
        using var run = new TraceRun(SeedState.TraceOf("releases/fork.trace"), release);
        return run.Answers().First(answer => answer.Statement is ForkStatement).PageTableKilobytes.Single(pair => pair.Key == "C").Value;
    }
}
