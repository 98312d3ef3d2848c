using System.Numerics;

namespace Emulator.Explore;

/// <summary>
/// Depth first through all interleavings: each execution repeats the choices of the one before up to the last one that has an
/// alternative. With reduction, a state that was reached before is not gone on from (<see cref="Happened"/>), and an actor whose step
/// was explored already sleeps until something happens that its step conflicts with (sleep sets: Godefroid, 1996).
/// </summary>
internal sealed class DepthFirst(bool reduces) : IChooser
{
    private readonly List<Choice> _path = [];

    // For each state the actors that slept when it was left: what they would do was explored elsewhere.
    private readonly Dictionary<ulong, ulong> _visited = [];
    private int _depth;
    private bool _isCut;

    public bool SeesEveryStep => !reduces;

    /// <summary>Different states that were met.</summary>
    internal int States => _visited.Count;

    /// <summary>Did the last execution leave the states that had not been met?</summary>
    internal bool WasCut => _isCut;

    public int Choose(Turns turns)
    {
        if (_isCut) return Stay(turns, turns.Enabled);
        if (_depth > 0) _path[_depth - 1].Reached(turns.TakeFootprint());
        if (_depth < _path.Count) return _path[_depth++].Chosen;

        var sleep = _depth == 0 ? new Sleepers() : _path[_depth - 1].SleepersAfter();
        var todo = turns.Enabled & ~sleep.Mask;
        if (_visited.TryGetValue(turns.Signature, out var slept))
        {
            todo = turns.Enabled & slept & ~sleep.Mask;
            _visited[turns.Signature] = slept & sleep.Mask;
        }
        else
        {
            _visited[turns.Signature] = sleep.Mask;
        }

        if (todo == 0)
        {
            _isCut = true;
            return Stay(turns, turns.Enabled);
        }

        _path.Add(new(todo, sleep, reduces) { Chosen = Stay(turns, todo) });
        _depth++;
        return _path[^1].Chosen;
    }

    /// <summary>After an execution: gets ready for the next one.</summary>
    /// <returns>Is there one?</returns>
    internal bool Next(Turns turns)
    {
        if (!_isCut && _depth > 0) _path[_depth - 1].Reached(turns.TakeFootprint());
        (_depth, _isCut) = (0, false);
        while (_path.Count > 0)
        {
            if (_path[^1].TakeNext()) return true;
            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }

    /// <summary>The actor that ran goes on, if it may: fewer switches, and a violation that is easier to read.</summary>
    private static int Stay(Turns turns, ulong among) =>
        turns.Running >= 0 && (among >> turns.Running & 1) != 0 ? turns.Running : BitOperations.TrailingZeroCount(among);
}
