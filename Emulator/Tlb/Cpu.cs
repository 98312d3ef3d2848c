using System.Numerics;

namespace Emulator.Tlb;

/// <summary>
/// A CPU as the flush code sees it: which mm it has loaded, and which mms hold one of its dynamic address-space numbers
/// (PCIDs; TLB_NR_DYN_ASIDS of them), so that they find their translations when they come back.
/// </summary>
public sealed class Cpu(int number)
{
    /// <summary>TLB_NR_DYN_ASIDS.</summary>
    public const int AsidCount = 6;

    private const int NoMm = -1;

    private readonly (int Mm, long Generation)[] _asids = [(NoMm, 0), (NoMm, 0), (NoMm, 0), (NoMm, 0), (NoMm, 0), (NoMm, 0)];
    private int _next;

    public int Number => number;

    /// <summary>The number of the mm whose CR3 is loaded; -1 for none.</summary>
    public int LoadedMm { get; private set; } = NoMm;

    /// <summary>Loads a mm (switch_mm_irqs_off, choose_new_asid).</summary>
    /// <param name="generation">The mm's TLB generation now: a slot that is behind it must be flushed.</param>
    /// <param name="evicted">The mm that lost its slot, with what it had cached; -1 for none.</param>
    /// <returns>Must the translations of <paramref name="mm"/> that this CPU holds be flushed?</returns>
    public bool Load(int mm, long generation, out int evicted)
    {
        evicted = NoMm;
        LoadedMm = mm;
        for (var slot = 0; slot < AsidCount; slot++)
        {
            if (_asids[slot].Mm != mm) continue;
            var isBehind = _asids[slot].Generation < generation;
            _asids[slot].Generation = generation;
            return isBehind;
        }

        evicted = _asids[_next].Mm;
        _asids[_next] = (mm, generation);
        _next = (_next + 1) % AsidCount;
        return true;
    }

    /// <summary>The dynamic address-space number of a mm, 0 to 5; -1 for none. In CR3 it is the PCID less one (kern_pcid).</summary>
    public int AsidOf(int mm) => Array.FindIndex(_asids, asid => asid.Mm == mm);

    /// <summary>The translations of a mm are as new as this generation.</summary>
    public void CaughtUp(int mm, long generation)
    {
        for (var slot = 0; slot < AsidCount; slot++)
        {
            if (_asids[slot].Mm == mm) _asids[slot].Generation = generation;
        }
    }

    /// <summary>In lazy TLB mode: idle, its last mm still loaded. It retires no access of that mm, but may walk speculatively.</summary>
    public bool IsLazy { get; set; }

    /// <summary>Did the CPU miss a flush of the mm?</summary>
    public bool IsBehind(int mm, long generation) => Array.Exists(_asids, asid => asid.Mm == mm && asid.Generation < generation);

    /// <summary>Is the mm not loaded, and its slot behind, so that <see cref="Load"/> will flush before anything of it is used?</summary>
    public bool FlushesBeforeUse(int mm, long generation) =>
        mm != LoadedMm && IsBehind(mm, generation);

    /// <summary>No user mm is loaded any more.</summary>
    public void Unload() => (LoadedMm, IsLazy) = (NoMm, false);
}

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
