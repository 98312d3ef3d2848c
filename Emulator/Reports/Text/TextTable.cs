using System.Globalization;
using System.Text;
using Emulator.Accounting;

namespace Emulator.Reports;

/// <summary>A table in plain ASCII for a mail: the first column to the left, the others to the right, at least one blank between.</summary>
/// <param name="widths">The least width of each column; a longer value widens its own line's column for all lines.</param>
public sealed class TextTable(params int[] widths)
{
    private readonly List<string[]> _lines = [];

    public void Add(params string[] cells) => _lines.Add(cells);

    /// <summary>All lines, each without trailing blanks and ended by a newline.</summary>
    public override string ToString()
    {
        var fitted = widths
            .Select((width, column) => Math.Max(width, _lines.Max(line => line[column].Length + (column > 0 ? 1 : 0))))
            .ToArray();
        var text = new StringBuilder();
        foreach (var line in _lines)
        {
            var cells = line.Select((cell, column) => column == 0 ? cell.PadRight(fitted[0]) : cell.PadLeft(fitted[column]));
            text.Append(string.Concat(cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>Times for people, in five characters.</summary>
public static class Duration
{
    /// <summary>85ns, 4.2us, 171ms, 1.2s.</summary>
    public static string Of(double nanoseconds) => nanoseconds switch
    {
        < 999.5 => $"{nanoseconds.ToString("0", CultureInfo.InvariantCulture)}ns",
        < 999.5e3 => Scaled(nanoseconds / 1e3, "us"),
        < 999.5e6 => Scaled(nanoseconds / 1e6, "ms"),
        _ => Scaled(nanoseconds / 1e9, "s"),
    };

    /// <summary>With its interval: 92us (85us..102us); alone where it is sure.</summary>
    public static string Of(CostRange time) => time.Low == time.High ? Of(time.Nanoseconds) : $"{Of(time.Nanoseconds)} ({Between(time)})";

    /// <summary>The interval alone: 85us..102us.</summary>
    public static string Between(CostRange time) => $"{Of(time.Low)}..{Of(time.High)}";

    private static string Scaled(double value, string unit) =>
        value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + unit;
}
