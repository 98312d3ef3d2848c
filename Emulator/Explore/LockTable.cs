using System.Numerics;
using Emulator.Probes;

namespace Emulator.Explore;

/// <summary>Which actors hold which locks, as sets of actor numbers.</summary>
internal sealed class LockTable
{
    private readonly Dictionary<StateKey, Holders> _locks = [];

    /// <summary>Can the actor take the step without waiting for another? Where it would wait for itself it can, and finds that out.</summary>
    internal bool IsFree(int actor, Step step)
    {
        if (!step.TakesLock || !_locks.TryGetValue(step.What, out var held)) return true;
        var others = ~(1UL << actor);
        return (held.Writer & others) == 0 && (step.Kind == StepKind.LockRead || (held.Readers & others) == 0);
    }

    internal void Take(int actor, StateKey what, LockMode mode)
    {
        if (!_locks.TryGetValue(what, out var held)) _locks[what] = held = new();
        if (mode == LockMode.Write) held.Writer |= 1UL << actor;
        else held.Add(actor);
    }

    internal void LetGo(int actor, StateKey what, LockMode mode)
    {
        var held = _locks[what];
        if (mode == LockMode.Write) held.Writer &= ~(1UL << actor);
        else held.Remove(actor);
    }

    /// <summary>The actors that hold it.</summary>
    internal IEnumerable<int> HoldersOf(StateKey what)
    {
        if (!_locks.TryGetValue(what, out var held)) yield break;
        for (var all = held.Writer | held.Readers; all != 0; all &= all - 1) yield return BitOperations.TrailingZeroCount(all);
    }

    internal void Clear() => _locks.Clear();

    /// <summary>A bit an actor; a reader may hold it twice, which the second set tells.</summary>
    private sealed class Holders
    {
        internal ulong Writer, Readers, ReadersTwice;

        internal void Add(int actor)
        {
            var self = 1UL << actor;
            if ((Readers & self) != 0) ReadersTwice |= self;
            Readers |= self;
        }

        internal void Remove(int actor)
        {
            var self = 1UL << actor;
            if ((ReadersTwice & self) != 0) ReadersTwice &= ~self;
            else Readers &= ~self;
        }
    }
}

/// <summary>Actors whose next step was explored from a state before, with what that step reaches.</summary>
internal sealed class Sleepers
{
    private readonly List<(int Actor, Step[] Footprint)> _all = [];

    /// <summary>A bit an actor.</summary>
    internal ulong Mask { get; private set; }

    internal IReadOnlyList<(int Actor, Step[] Footprint)> All => _all;

    internal void Add(int actor, Step[] footprint)
    {
        if ((Mask >> actor & 1) != 0) return;
        Mask |= 1UL << actor;
        _all.Add((actor, footprint));
    }
}
