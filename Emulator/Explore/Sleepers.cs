namespace Emulator.Explore;

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
