using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Emulator.Explore;
using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>What an exploration found: a timeline with a column for each actor, an object, or a trace that does it again.</summary>
public static class ExploreReport
{
    private const int ColumnMin = 20;
    private const int WidthMax = 132;

    public static string Text(Trace trace, LinuxKernel release, ExploreResult result)
    {
        var text = new StringBuilder();
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Executions} executions, {result.Transitions} transitions, {result.States} states, {result.Elapsed.TotalSeconds:0.0} s");
        if (result.Found is not { } found)
        {
            foreach (var finding in result.Findings) text.Append($"speculative only: {finding.Violation.Check}: {finding.Violation.What}\n");
            text.Append(result.IsComplete ? "no violation in any interleaving" : "no violation so far, but not all interleavings were looked at,");
            return text.Append(CultureInfo.InvariantCulture, $" at {release.Name}: {counts}\n").Append(OutcomesOf(result)).ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"{trace.Path} at {release.Name}: {found.Violation.Check}: {found.Violation.What}\n");
        foreach (var line in ViolationReport.Details(found.Violation)) text.Append(line).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"found after {counts}\n\n");
        if (result.Timeline.Count > 0) Draw(text, result);
        return text.Append(result.IsComplete ? "\n" + OutcomesOf(result) : "").ToString();
    }

    private static string OutcomesOf(ExploreResult result) => string.Concat(result.Outcomes.Select(outcome => $"ends: {outcome}\n"));

    public static string Json(Trace trace, LinuxKernel release, ExploreResult result) => new JsonObject
    {
        ["trace"] = trace.Path,
        ["kernel"] = release.Name,
        ["found"] = result.Found is { } found ? Json(found) : null,
        ["findings"] = new JsonArray([.. result.Findings.Select(finding => (JsonNode)Json(finding))]),
        ["complete"] = result.IsComplete,
        ["outcomes"] = new JsonArray([.. result.Outcomes.Select(outcome => (JsonNode)outcome)]),
        ["executions"] = result.Executions,
        ["transitions"] = result.Transitions,
        ["states"] = result.States,
        ["schedule"] = result.Schedule?.ToString(),
        ["timeline"] = new JsonArray([.. result.Timeline.Select(row => new JsonObject
        {
            ["actor"] = result.Threads[row.Actor],
            ["statement"] = row.Statement,
            ["function"] = row.Function,
            ["step"] = row.What,
            ["times"] = row.Times,
        })]),
    }.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

    private static JsonObject Json(Finding finding) => new()
    {
        ["check"] = finding.Violation.Check,
        ["what"] = finding.Violation.What,
        ["severity"] = finding.Violation.Severity.ToString().ToLowerInvariant(),
        ["line"] = finding.Line == 0 ? null : finding.Line,
        ["process"] = finding.Violation.Process,
        ["range"] = finding.Violation.Range?.ToString(),
        ["functions"] = new JsonArray([.. finding.Violation.Stack.Select(function => (JsonNode)function.CName())]),
    };

    /// <summary>The trace with the order of its actors said in a directive, which `ptemu run` follows.</summary>
    public static string Replay(Trace trace, LinuxKernel release, ExploreResult result) =>
        $"#! schedule={result.Schedule}\n"
        + $"# {result.Found!.Violation.Check} at {release.Name}: ptemu run THIS --kernel {release.Name} --check\n"
        + trace.ToTraceText();

    private static void Draw(StringBuilder text, ExploreResult result)
    {
        var width = Math.Max(ColumnMin, WidthMax / result.Threads.Count);
        text.Append(string.Concat(result.Threads.Select(thread => thread.PadRight(width))).TrimEnd()).Append('\n');
        var last = new TimelineRow(-1, "", "", "");
        foreach (var row in result.Timeline)
        {
            var isSameCall = (row.Actor, row.Statement) == (last.Actor, last.Statement);
            if (!isSameCall) Line(text, row.Actor, width, row.Statement);
            var function = row.Function.Length == 0 ? "the hardware's walk" : row.Function;
            if (!isSameCall || row.Function != last.Function) Line(text, row.Actor, width, $"  {function}:");
            Line(text, row.Actor, width, $"    {row.What}{(row.Times > 1 ? $" ({row.Times} times)" : "")}");
            last = row;
        }
    }

    private static void Line(StringBuilder text, int actor, int width, string what) =>
        text.Append(string.Concat(Enumerable.Repeat("|".PadRight(width), actor))).Append(what).Append('\n');
}
