using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>Numbers for the locks that the emulator's kernel takes.</summary>
internal sealed class StormLocks
{
    private readonly Dictionary<StateKey, int> _numbers = [];
    private readonly List<StateKey> _keys = [];

    internal int Count => _keys.Count;

    internal int NumberOf(StateKey key)
    {
        if (_numbers.TryGetValue(key, out var number)) return number;
        _numbers.Add(key, _keys.Count);
        _keys.Add(key);
        return _keys.Count - 1;
    }

    internal StateKey KeyOf(int number) => _keys[number];
}
