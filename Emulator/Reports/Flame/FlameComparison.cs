using System.Globalization;

namespace Emulator.Reports;

/// <summary>
/// Two graphs of <see cref="FlameReport"/> as one, after Brendan Gregg's differential flame graphs
/// (https://www.brendangregg.com/blog/2014-11-09/differential-flame-graphs.html): a function is red where its own time grew and blue where it shrank, the
/// more the deeper. Unlike there, its own time is drawn as wide as the larger of the two, so that what only one of them does is seen too.
/// </summary>
public sealed class FlameComparison
{
    // Of 255: no change is a light grey, and the deepest colour is still light enough for black text.
    private const int PaleMax = 240, DeepMin = 120;

    private readonly Dictionary<FlameFrame, Change> _changes = [];
    private readonly Dictionary<string, FlameDifference.Row> _rows;

    public FlameComparison(FlameFrame before, FlameFrame after)
    {
        var rows = FlameDifference.Of(before, after);
        _rows = rows.ToDictionary(row => row.Stack);
        MostNs = rows.Select(row => Math.Abs(row.DifferenceNs)).DefaultIfEmpty().Max();
        var stacks = rows.Select(row => new FlameStack(row.Stack.Split(';'), Calls: 0, Math.Max(row.BeforeNs, row.AfterNs)));
        Root = FlameFrame.Build(stacks, $"{before.Name} to {after.Name}");
        Add(Root, "");
    }

    /// <summary>What is drawn: widths are the larger times.</summary>
    public FlameFrame Root { get; }

    /// <summary>The largest change of a function's own time: it has the full colour.</summary>
    public double MostNs { get; }

    /// <summary>#rrggbb: from white to red or to blue.</summary>
    internal string Colour(FlameFrame frame)
    {
        var differenceNs = _changes[frame].Own.DifferenceNs;
        var rest = (int)Math.Round(PaleMax - ((PaleMax - DeepMin) * (MostNs > 0 ? Math.Abs(differenceNs) / MostNs : 0)));
        var (red, blue) = differenceNs > 0 ? (255, rest) : differenceNs < 0 ? (rest, 255) : (PaleMax, PaleMax);
        return string.Create(CultureInfo.InvariantCulture, $"#{red:x2}{rest:x2}{blue:x2}");
    }

    /// <summary>The name on the first line; on the second the times with all that it calls, and its own.</summary>
    internal string Tip(FlameFrame frame)
    {
        var (own, beforeNs, afterNs) = _changes[frame];
        var self = frame.Children.Count > 0 && (own.BeforeNs > 0 || own.AfterNs > 0) ? $"; self {Text(own.BeforeNs, own.AfterNs)}" : "";
        return $"{frame.Name}\n{Text(beforeNs, afterNs)}{self}";
    }

    private Change Add(FlameFrame frame, string stack)
    {
        var below = frame.Children.Select(child => Add(child, stack.Length == 0 ? child.Name : $"{stack};{child.Name}")).ToList();
        var own = _rows.GetValueOrDefault(stack);
        return _changes[frame] = new(own, own.BeforeNs + below.Sum(one => one.BeforeNs), own.AfterNs + below.Sum(one => one.AfterNs));
    }

    private static string Text(double beforeNs, double afterNs)
    {
        var sign = afterNs < beforeNs ? "-" : afterNs > beforeNs ? "+" : "";
        return $"{FlameLabel.Group(beforeNs)} to {FlameLabel.Group(afterNs)} ns ({sign}{FlameLabel.Group(Math.Abs(afterNs - beforeNs))} ns)";
    }

    /// <summary>A function's own times, and those with all that it calls.</summary>
    private readonly record struct Change(FlameDifference.Row Own, double BeforeNs, double AfterNs);
}
