using System.Text;

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
