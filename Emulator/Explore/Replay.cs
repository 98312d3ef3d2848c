using System.Numerics;

namespace Emulator.Explore;

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
