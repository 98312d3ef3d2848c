using System.Numerics;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>
/// Random numbers that are the same on every machine and under every runtime: xoshiro128** (Blackman and Vigna), its state
/// filled from the seed by MurmurHash3's finaliser, so that neighbouring seeds have nothing in common.
/// </summary>
internal sealed class Dice
{
    private readonly uint[] _state = new uint[4];

    public Dice(ulong seed)
    {
        var (low, high) = ((uint)seed, (uint)(seed >> 32));
        for (var i = 0U; i < _state.Length; i++) _state[i] = Mix(low + Mix(high + ((i + 1) * 0x9E37_79B9)));
        // All zero is the one state that never leaves itself.
        _state[0] |= 1;
    }

    /// <summary>A number from 0 to <paramref name="end"/> - 1. The bias of the product is below 2^-16 for the ends used here.</summary>
    public int Below(int end)
    {
        Ensure.That(end is > 0 and <= 1 << 16);
        return (int)(((ulong)Next() * (uint)end) >> 32);
    }

    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(params IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Fisher and Yates.</summary>
    public void Shuffle(int[] items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>An item by its weight.</summary>
    public T Weighted<T>(params IReadOnlyList<(int Weight, T Item)> items)
    {
        var at = Below(items.Sum(one => one.Weight));
        var index = 0;
        while (at >= items[index].Weight) at -= items[index++].Weight;
        return items[index].Item;
    }

    private uint Next()
    {
        var result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 9;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = BitOperations.RotateLeft(_state[3], 11);
        return result;
    }

    private static uint Mix(uint word)
    {
        word = (word ^ (word >> 16)) * 0x85EB_CA6B;
        word = (word ^ (word >> 13)) * 0xC2B2_AE35;
        return word ^ (word >> 16);
    }
}
