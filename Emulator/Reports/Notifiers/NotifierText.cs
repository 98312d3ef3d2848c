using System.Text;
using Emulator.Notifiers;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>A <see cref="NotifierAnswer"/> for a person.</summary>
public static class NotifierText
{
    /// <summary>What the tables' cells mean.</summary>
    public const string Legend =
        "cells: bytes/entries that the consumer invalidates of what it holds; *: the\n"
        + "event that the release sends, the other rows what if. needed: the part that\n"
        + "nobody may go on using as it was. keeps: the event is ignored. gone: torn\n"
        + "down at exit. A consumer is taken to hold all that the mm maps.\n";

    private const int Columns = 76;

    // A fault for each page of a private mapping sends as many ranges; all look alike.
    private const int RangesMax = 4;

    public static string Of(NotifierAnswer answer, string? tracePath = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var text = new StringBuilder();
        text.Append($"{(tracePath is null ? "" : tracePath + ":")}{answer.Statement.Line}: {answer.Statement.Text}\n");
        if (answer.Outcome.Result != "0") text.Append($"  result {answer.Outcome.Result}\n");
        else if (answer.Told.Ranges.Count + answer.Told.LoneFlushes.Count == 0) text.Append("  nothing is told\n");
        foreach (var told in answer.Told.Ranges.Take(RangesMax)) Append(text, told);
        if (answer.Told.Ranges.Count > RangesMax)
        {
            var rest = answer.Told.Ranges.Skip(RangesMax).ToList();
            var needed = rest.Aggregate(0UL, (sum, told) => sum + told.Changes.Needed);
            text.Append($"  and {rest.Count} more ranges, {Amount.Short(needed)} in them needed (--json has them all)\n");
        }

        foreach (var flush in answer.Told.LoneFlushes)
        {
            var dropped = flush.Dropped.Select(pair => $"{pair.Key.Name} drops {pair.Value}");
            text.Append($"  flush of {flush.Process} with no range told before: {string.Join(", ", dropped)}\n");
        }

        foreach (var unbalanced in answer.Told.Unbalanced) text.Append($"  UNBALANCED {unbalanced}\n");
        return text.ToString();
    }

    /// <summary>What the consumers of a release tell apart, as a paragraph.</summary>
    public static string Of(IReadOnlyList<INotifierConsumer> consumers) => Wrap(NotifierSummary.Of(consumers), "");

    private static void Append(StringBuilder text, NotifiedRange told)
    {
        var bytes = Amount.Short(told.Range.Length.Bytes);
        // Of exit's the range says it.
        var size = bytes.Contains('+') ? "" : $" ({bytes})";
        text.Append($"  {told.Event.ShortName()} {told.Range} of {told.Process}{size}; mapped: {told.Mapped}\n");
        foreach (var line in NotifierTable.Of(told).TrimEnd('\n').Split('\n')) text.Append($"  {line}\n");
        text.Append(Wrap(NotifierSummary.Of(told), "  "));
    }

    private static string Wrap(IEnumerable<string> sentences, string indent)
    {
        var text = new StringBuilder();
        var line = indent;
        foreach (var word in string.Join(' ', sentences).Split(' '))
        {
            if (line.Length + 1 + word.Length > Columns && line.Length > indent.Length)
            {
                text.Append(line).Append('\n');
                line = indent;
            }

            line += line.Length == indent.Length ? word : $" {word}";
        }

        return text.Append(line).Append('\n').ToString();
    }
}
