using Emulator.Host;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>The first statement that the emulator and a kernel answered differently: both answers, and where it was.</summary>
public static class DifferenceReport
{
    private const string Indent = "    ";

    public static string Of(string tracePath, Answer emulated, HostAnswer host, IReadOnlyList<string> fields)
    {
        var ours = AnswerFields.Of(emulated).ToDictionary(field => field.Name, field => field.Value);
        var theirs = AnswerFields.Of(host).ToDictionary(field => field.Name, field => field.Value);
        var lines = new List<string>
        {
            $"{tracePath}:{emulated.Statement.Line}: differs in {string.Join(", ", fields)}",
            $"{Indent}{emulated.Statement.Text}",
        };
        foreach (var field in fields)
        {
            lines.Add($"{Indent}{field,-14} emulator  {ours[field]}");
            lines.Add($"{Indent}{"",-14} host      {theirs[field]}");
        }

        if (host.Nondeterministic > 0) lines.Add($"{Indent}(the host's own repetitions differed {host.Nondeterministic} times)");
        lines.AddRange(RangeRuler.Draw(Ranges(emulated.Statement, host)).Select(line => Indent + line));
        lines.Add($"{Indent}emulator  {JsonAnswer.Of(emulated)}");
        lines.Add($"{Indent}host      {JsonHostAnswer.Of(host)}");
        return string.Join('\n', lines);
    }

    private static List<(string Name, AddrRange Range, string Text)> Ranges(Statement statement, HostAnswer host)
    {
        var ranges = AddressRanges.Of(statement).Select(range => (Name: "statement", Range: range, Text: $"{range}")).ToList();
        AddrRange? near = ranges is [{ Range.IsEmpty: false } first, ..] ? Around(first.Range) : null;
        // Far VMAs would take the ruler's resolution from the near ones.
        foreach (var (process, vmas) in host.Maps ?? [])
        {
            var all = vmas.Select(text => (Name: process, Range: RangeOf(text), Text: text));
            ranges.AddRange(all.Where(vma => near is null || vma.Range.Overlaps(near.Value)));
        }

        return ranges;
    }

    private static AddrRange Around(AddrRange range) => new(range.Start.AlignDown<Pud>(), range.End.AlignUp<Pud>());

    private static AddrRange RangeOf(string vma)
    {
        var bounds = vma.Split(' ')[0].Split("..");
        return new(new(ByteSize.Parse(bounds[0]).Bytes), new(ByteSize.Parse(bounds[1]).Bytes));
    }
}
