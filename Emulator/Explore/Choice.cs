using System.Numerics;

namespace Emulator.Explore;

/// <summary>A state on the path of a search, and which actors' steps from it are done or left to do.</summary>
internal sealed class Choice(ulong todo, Sleepers sleepers, bool reduces)
{
    private readonly Dictionary<int, Step[]> _reached = [];
    private ulong _done;

    /// <summary>The actor whose step is being explored.</summary>
    internal int Chosen { get; set; }

    /// <summary>What the chosen step reached, which is known once the next choice is due.</summary>
    internal void Reached(Step[] footprint) => _reached.TryAdd(Chosen, footprint);

    /// <summary>The actors that sleep after the chosen step: those that slept or are done here, and whose steps do not conflict with it.</summary>
    internal Sleepers SleepersAfter()
    {
        var after = new Sleepers();
        if (!reduces) return after;
        var chosen = _reached[Chosen];
        foreach (var (actor, footprint) in sleepers.All)
        {
            if (actor != Chosen && Footprint.AreIndependent(footprint, chosen)) after.Add(actor, footprint);
        }

        for (var done = _done; done != 0; done &= done - 1)
        {
            var actor = BitOperations.TrailingZeroCount(done);
            if (actor != Chosen && Footprint.AreIndependent(_reached[actor], chosen)) after.Add(actor, _reached[actor]);
        }

        return after;
    }

    /// <summary>The chosen actor is done; another one is chosen.</summary>
    /// <returns>Was one left?</returns>
    internal bool TakeNext()
    {
        _done |= 1UL << Chosen;
        var left = todo & ~_done;
        if (left == 0) return false;
        Chosen = BitOperations.TrailingZeroCount(left);
        return true;
    }
}

/// <summary>Says which actor takes the next step: a search, or a schedule that is known.</summary>
internal interface IChooser
{
    /// <summary>Does it want to be asked before each step, or only before those that others can tell?</summary>
    bool SeesEveryStep { get; }

    /// <returns>The number of an actor that can go on (<see cref="Turns.Enabled"/>).</returns>
    int Choose(Turns turns);
}

/// <summary>Follows a schedule; what it does not say, or what can't go on as it says, goes in program order.</summary>
internal sealed class Replay(Schedule schedule) : IChooser
{
    private int _turn;

    public bool SeesEveryStep => true;

    public int Choose(Turns turns)
    {
        turns.TakeFootprint();
        for (; _turn < schedule.Turns.Count; _turn++)
        {
            var (name, until) = schedule.Turns[_turn];
            var actor = turns.Actors.FirstOrDefault(actor => actor.Name == name);
            if (actor is null || actor.IsFinished || actor.Steps >= until) continue;
            if ((turns.Enabled >> actor.Number & 1) != 0) return actor.Number;
            break;
        }

        return BitOperations.TrailingZeroCount(turns.Enabled);
    }
}
