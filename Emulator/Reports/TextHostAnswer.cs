using System.Globalization;
using System.Text;
using Emulator.Host;

namespace Emulator.Reports;

/// <summary>A <see cref="HostAnswer"/> for a person, in the form of <see cref="TextAnswer"/>.</summary>
public static class TextHostAnswer
{
    public static string Of(HostAnswer answer, string? tracePath = null)
    {
        var text = new StringBuilder();
        var path = tracePath is null ? "" : tracePath + ":";
        text.Append(CultureInfo.InvariantCulture, $"{path}{answer.Statement.Line}: {answer.Statement.Text}\n");
        Line(text, "result", [answer.Result, .. Numbers(
            ("touched", answer.Touched), ("faults", answer.Faults), ("sigbus", answer.Sigbus), ("sigsegv", answer.Sigsegv))]);
        Line(text, "tables", [.. answer.PageTableKilobytes.Select(pair => $"{pair.Key} {pair.Value} kB")]);
        var (flushes, ipis) = (answer.Flushes ?? default, answer.Ipis ?? default);
        Line(text, "flushes", [.. Numbers(
            ("local", flushes.Local), ("full", flushes.LocalFull), ("remote", flushes.Remote),
            ("flush IPIs", ipis.FlushTlb ?? 0), ("sync IPIs", ipis.TableSync))]);
        Line(text, "time", [Duration.Of(answer.Nanoseconds)]);
        if (answer.Nondeterministic > 0) Line(text, "varies", [$"{answer.Nondeterministic} repetitions answered otherwise"]);
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
