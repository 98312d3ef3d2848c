using System.Globalization;
using System.Text;
using Emulator.Accounting;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>An <see cref="Answer"/> for a person: the statement, then what it did, only what is not zero.</summary>
public static class TextAnswer
{
    public static string Of(Answer answer, string? tracePath = null)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{(tracePath is null ? "" : tracePath + ":")}{answer.Statement.Line}: {answer.Statement.Text}\n");
        Line(text, "result", [answer.Outcome.Result, .. Numbers(
            ("touched", answer.Outcome.Touched), ("faults", answer.Outcome.Faults),
                ("sigbus", answer.Outcome.Sigbus), ("sigsegv", answer.Outcome.Sigsegv))]);
        Line(text, "tables", [.. answer.PageTableKilobytes.Select(pair => $"{pair.Key} {pair.Value} kB")]);
        Line(text, "unshared",
            [.. Numbers(("tables", answer.Tally.Unshared), ("left shared", answer.LeftShared), ("left stale", answer.LeftStale))]);
        Line(text, "calls", [.. KernelFunctions.Counted
            .Where(function => answer.Calls[function] > 0)
            .Select(function => $"{function.CName()} {answer.Calls[function]}")]);
        Line(text, "flushes", [.. Numbers(
            ("local", answer.Tally.FlushesLocal), ("full", answer.Tally.FlushesLocalFull), ("remote", answer.Tally.FlushesRemote),
            ("flush IPIs", answer.Tally.FlushIpis), ("sync IPIs", answer.Tally.SyncIpis))]);
        Line(text, "model", [$"{Duration.Of(answer.ModelNs)}"]);
        foreach (var (process, vmas) in answer.Maps ?? []) Line(text, $"maps {process}", vmas);
        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<string> Numbers(params (string Name, long Count)[] numbers) =>
        numbers.Where(number => number.Count != 0).Select(number => $"{number.Name} {number.Count}");

    private static void Line(StringBuilder text, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0) text.Append(CultureInfo.InvariantCulture, $"    {name,-9} {string.Join(", ", values)}\n");
    }
}
