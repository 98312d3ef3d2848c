using System.Globalization;

namespace Emulator.Explore;

/// <summary>
/// An order of a block's actors: who runs, up to which of its steps (all its steps count, also those that nobody else can tell),
/// then who, ... A step's number is this version's of the emulator. As text: <c>A:12,B:7,A:end,B:end</c>.
/// </summary>
public sealed record Schedule(IReadOnlyList<ScheduleTurn> Turns)
{
    public override string ToString() => string.Join(',', Turns);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(text);
        var turns = new List<ScheduleTurn>();
        schedule = new(turns);
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = word.LastIndexOf(':');
            if (colon <= 0) return false;
            var (name, until) = (word[..colon], word[(colon + 1)..]);
            if (until == "end") turns.Add(new(name, ScheduleTurn.ToTheEnd));
            else if (int.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var step)) turns.Add(new(name, step));
            else return false;
        }

        return turns.Count > 0;
    }
}
