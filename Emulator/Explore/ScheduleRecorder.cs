namespace Emulator.Explore;

/// <summary>Another chooser's choices, written down as a schedule.</summary>
internal sealed class ScheduleRecorder(IChooser inner) : IChooser
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
