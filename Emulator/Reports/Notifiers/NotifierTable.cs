using System.Text;
using Emulator.Notifiers;
using Emulator.Probes;

namespace Emulator.Reports;

/// <summary>
/// What consumers drop of one range, by event: rows are events (the one that was sent has a star), columns consumers. Folded into blocks
/// of columns that a mail can take.
/// </summary>
public static class NotifierTable
{
    private const int ColumnsMax = 76;
    private const int FirstColumn = 19;

    public static string Of(NotifiedRange told)
    {
        ArgumentNullException.ThrowIfNull(told);
        var rows = NotifierEvents.Candidates.Contains(told.Event) ? NotifierEvents.Candidates : [told.Event, .. NotifierEvents.Candidates];
        var columns = told.Effects.Select(effect => Column(effect, rows)).ToList();
        string[] labels = ["", .. rows.Select(why => (why == told.Event ? "* " : "  ") + why.ShortName()), "  needed"];
        var text = new StringBuilder();
        foreach (var block in Blocks(columns))
        {
            var table = new TextTable([FirstColumn, .. block.Select(Width)]);
            for (var row = 0; row < labels.Length; row++) table.Add([labels[row], .. block.Select(column => column[row])]);
            text.Append(table);
        }

        return text.ToString();
    }

    private static string[] Column(ConsumerEffect effect, IReadOnlyList<NotifierEvent> rows) =>
        [effect.Consumer.Name, .. rows.Select(why => Cell(effect, why)), effect.IsReleased ? "" : $"{effect.Needed}"];

    private static string Cell(ConsumerEffect effect, NotifierEvent why)
    {
        if (effect.IsReleased) return "gone";
        return effect.Dropped(why) is { } dropped ? $"{dropped}" : "keeps";
    }

    private static int Width(string[] column) => column.Max(cell => cell.Length) + 2;

    private static IEnumerable<List<string[]>> Blocks(IReadOnlyList<string[]> columns)
    {
        var block = new List<string[]>();
        foreach (var column in columns)
        {
            if (block.Count > 0 && FirstColumn + block.Append(column).Sum(Width) > ColumnsMax)
            {
                yield return block;
                block = [];
            }

            block.Add(column);
        }

        if (block.Count > 0) yield return block;
    }
}
