using System.Numerics;

namespace Emulator.Explore;

/// <summary>
/// Depth first through the interleavings that take the turn away from an actor that could go on, up to a number of times. Run with 0, 1, 2...
/// it finds a violation with the fewest such preemptions, which is the one to print.
/// </summary>
internal sealed class Bounded(int preemptionsMax) : IChooser
{
    private readonly List<Branch> _path = [];

    // For a state and the actor that ran: the most preemptions that were left when it was gone on from.
    private readonly Dictionary<(ulong State, int Running), int> _visited = [];
    private int _depth;
    private bool _isCut;

    public bool SeesEveryStep => false;

    internal bool WasCut => _isCut;

    public int Choose(Turns turns)
    {
        turns.TakeFootprint();
        var canStay = turns.Running >= 0 && (turns.Enabled >> turns.Running & 1) != 0;
        var first = canStay ? turns.Running : BitOperations.TrailingZeroCount(turns.Enabled);
        if (_isCut) return first;
        if (_depth < _path.Count) return _path[_depth++].Chosen;

        var used = _depth == 0 ? 0 : _path[_depth - 1].Used;
        var left = preemptionsMax - used;
        var key = (turns.Signature, turns.Running);
        if (_visited.TryGetValue(key, out var best) && best >= left)
        {
            _isCut = true;
            return first;
        }

        _visited[key] = left;
        var others = turns.Enabled & ~(1UL << first);
        if (canStay && left == 0) others = 0;
        _path.Add(new(first, others, used, CostOfOthers: canStay ? 1 : 0));
        _depth++;
        return first;
    }

    internal bool Next()
    {
        (_depth, _isCut) = (0, false);
        while (_path.Count > 0)
        {
            var last = _path[^1];
            if (last.Others != 0)
            {
                var next = BitOperations.TrailingZeroCount(last.Others);
                _path[^1] = new(next, last.Others & (last.Others - 1), last.Used + last.CostOfOthers, 0);
                return true;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }

    /// <param name="Others">The actors that are left to choose, each at the cost.</param>
    private readonly record struct Branch(int Chosen, ulong Others, int Used, int CostOfOthers);
}
