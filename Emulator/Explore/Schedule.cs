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

/// <summary>Another chooser's choices, written down as a schedule.</summary>
internal sealed class ScheduleNotes(IChooser inner) : IChooser
{
    private readonly List<ScheduleTurn> _turns = [];
    private Actor? _running;

    public bool SeesEveryStep => inner.SeesEveryStep;

    internal Schedule Schedule =>
        new([.. _turns, .. _running is null ? [] : (ScheduleTurn[])[new(_running.Name, ScheduleTurn.ToTheEnd)]]);

    public int Choose(Turns turns)
    {
        var chosen = turns.Actors[inner.Choose(turns)];
        if (_running is not null && _running != chosen)
        {
            _turns.Add(new(_running.Name, _running.IsFinished ? ScheduleTurn.ToTheEnd : _running.Steps));
        }

        _running = chosen;
        return chosen.Number;
    }
}

/// <summary>An actor runs until its next step is the one of that number.</summary>
public readonly record struct ScheduleTurn(string Actor, int UntilStep)
{
    public const int ToTheEnd = int.MaxValue;

    public override string ToString() => UntilStep == ToTheEnd ? $"{Actor}:end" : $"{Actor}:{UntilStep}";
}
