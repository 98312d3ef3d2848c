using Emulator.Probes;

namespace Emulator.Explore;

/// <summary>
/// Which pieces of state two actors reach, one of them to change it, in any execution so far. Steps at all others can be
/// taken at any time without anybody seeing a difference, so the exploration does not branch there. It is sound once an exploration
/// ends that found no further piece: the first step that would belong here and does not has a prefix that was explored.
/// </summary>
internal sealed class SharedState
{
    private readonly Dictionary<StateKey, Reached> _reached = [];
    private readonly HashSet<StateKey> _found = [];
    private HashSet<StateKey> _shared = [];

    /// <summary>Was it known to be shared when the exploration began?</summary>
    internal bool Contains(StateKey what) => _shared.Contains(what);

    /// <summary>Takes over what was found since; then what was explored must be explored again.</summary>
    /// <returns>Was there anything new?</returns>
    internal bool Renew()
    {
        if (_found.Count == _shared.Count) return false;
        _shared = [.. _found];
        return true;
    }

    /// <summary>An actor reaches it.</summary>
    internal void Note(int actor, Step step)
    {
        if (!_reached.TryGetValue(step.What, out var reached)) _reached[step.What] = reached = new();
        var self = 1UL << actor;
        if (step.IsRead)
        {
            if ((reached.Readers & self) != 0) return;
            reached.Readers |= self;
        }
        else
        {
            if ((reached.Writers & self) != 0) return;
            reached.Writers |= self;
        }

        var all = reached.Readers | reached.Writers;
        if (reached.Writers != 0 && (all & (all - 1)) != 0) _found.Add(step.What);
    }

    /// <summary>By whom: a bit an actor.</summary>
    private sealed class Reached
    {
        internal ulong Readers, Writers;
    }
}
