using System.Numerics;

namespace Emulator.Tlb;

/// <summary>A set of CPU numbers (a cpumask): 0..1023.</summary>
public sealed class CpuSet
{
    private ulong[] _words = [];

    public int Count => _words.Sum(BitOperations.PopCount);

    public bool IsEmpty => Array.TrueForAll(_words, word => word == 0);

    public bool Contains(int cpu) => cpu / 64 < _words.Length && (_words[cpu / 64] >> (cpu % 64) & 1) != 0;

    public void Add(int cpu)
    {
        if (cpu / 64 >= _words.Length) Array.Resize(ref _words, (cpu / 64) + 1);
        _words[cpu / 64] |= 1UL << (cpu % 64);
    }

    public void Remove(int cpu)
    {
        if (cpu / 64 < _words.Length) _words[cpu / 64] &= ~(1UL << (cpu % 64));
    }

    public void Clear() => _words = [];

    public IEnumerator<int> GetEnumerator()
    {
        for (var cpu = 0; cpu < _words.Length * 64; cpu++)
        {
            if (Contains(cpu)) yield return cpu;
        }
    }
}
