using Emulator.Accounting;

namespace Emulator.Explore;

/// <summary>
/// What happened before what, as hashes: one for each actor's history, and for each piece of state its last write and the reads
/// since. Two executions with equal hashes did the same steps in orders that nobody can tell apart, so they are in the same
/// state (the happens-before signature of CHESS: Musuvathi and Qadeer, 2007).
/// </summary>
internal sealed class Happened(int actors)
{
    private readonly Dictionary<StateKey, Past> _state = [];
    private readonly ulong[] _histories = new ulong[actors];

    /// <summary>The state that the steps so far led to.</summary>
    internal ulong Signature
    {
        get
        {
            var sum = 0UL;
            for (var actor = 0; actor < _histories.Length; actor++) sum += Mix(_histories[actor], (ulong)actor + 1);
            return sum;
        }
    }

    internal void Clear()
    {
        _state.Clear();
        Array.Clear(_histories);
    }

    internal void Add(int actor, Step step)
    {
        if (!_state.TryGetValue(step.What, out var state)) _state[step.What] = state = new();
        ref var history = ref _histories[actor];
        history = Mix(Mix(history, ((ulong)step.What.Kind << 8) + (ulong)step.Kind), step.What.Id ^ state.Write);
        if (step.IsRead)
        {
            state.Reads += Mix(history, 1);
        }
        else
        {
            history = Mix(history, state.Reads);
            (state.Write, state.Reads) = (Mix(history, 2), 0);
        }
    }

    private sealed class Past
    {
        internal ulong Write, Reads;
    }

    /// <summary>splitmix64's finalizer over the sum of both.</summary>
    private static ulong Mix(ulong one, ulong other)
    {
        var z = one + (other * 0x9E3779B97F4A7C15) + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
