using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>A finding for a person: where in the trace, what, the kernel functions on the way, and the ranges under a ruler.</summary>
public static class ViolationReport
{
    private const string Indent = "    ";

    /// <param name="machine">As it is after the statement, for the VMAs that lie there.</param>
    public static string Of(string tracePath, Statement statement, Violation violation, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(violation);
        ArgumentNullException.ThrowIfNull(statement);
        var speculative = violation.Severity == Severity.Speculative ? " (speculative only)" : "";
        var lines = new List<string>
        {
            $"{tracePath}:{statement.Line}: {violation.Check}{speculative}: {violation.What}",
            $"{Indent}after '{statement.Text}'",
        };
        lines.AddRange(CallPath(violation));
        if (violation.Range is { } range)
        {
            lines.AddRange(RangeRuler.Draw(Ranges(statement, violation, range, machine)).Select(line => Indent + line));
        }

        return string.Join('\n', lines);
    }

    /// <summary>The functions on the way, and the range under a ruler: of a finding in the middle of several actors' statements.</summary>
    internal static IEnumerable<string> Details(Violation violation)
    {
        foreach (var line in CallPath(violation)) yield return line;
        if (violation.Range is not { } range) yield break;
        var near = new AddrRange(range.Start.AlignDown<Pud>(), range.End.AlignUp<Pud>());
        var ranges = new List<(string, AddrRange, string)> { ("1G", near, $"{near}"), (violation.Process ?? "found", range, $"{violation.Check}: {range}") };
        foreach (var line in RangeRuler.Draw(ranges)) yield return Indent + line;
    }

    private static IEnumerable<string> CallPath(Violation violation) => violation.Stack.Count == 0
        ? []
        : [$"{Indent}in {string.Join(" > ", violation.Stack.Select(function => function.CName()))}"];

    private static List<(string Name, AddrRange Range, string Text)> Ranges(
        Statement statement, Violation violation, AddrRange range, Machine machine)
    {
        var near = new AddrRange(range.Start.AlignDown<Pud>(), range.End.AlignUp<Pud>());
        var ranges = new List<(string, AddrRange, string)>();
        ranges.AddRange(AddressRanges.Of(statement).Where(near.Overlaps).Select(one => ("statement", one.Intersect(near), $"{one}")));
        ranges.Add(("found", range, $"{violation.Check}"));
        ranges.AddRange(
            from mm in machine.Processes
            where mm.Name == violation.Process
            from vma in mm.Vmas.Overlapping(near)
            select (mm.Name, vma.Range.Intersect(near), VmaText.Of(vma)));
        return ranges;
    }
}
