using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>
/// What every CPU could hold in its TLB and paging-structure caches: whatever it has used since the last flush that reached
/// it, up to <see cref="EntriesMax"/> for each mm. No real TLB is that large; for the question "could some CPU still use
/// this?" the largest is the right one.
/// </summary>
public sealed class TlbContents
{
    /// <summary>Entries that a CPU holds for one mm at the most; then the oldest goes.</summary>
    public const int EntriesMax = 1 << 18;

    private readonly Dictionary<(int Cpu, int Mm), Held> _entries = [];

    /// <summary>The (CPU, mm) pairs that hold something, with what they hold.</summary>
    public IEnumerable<(int Cpu, int Mm, IEnumerable<CachedTranslation> Held)> All =>
        _entries.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Cpu, pair.Key.Mm, pair.Value.Entries));

    public void Fill(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
        if (!_entries.TryGetValue((cpu, mm), out var held)) _entries[(cpu, mm)] = held = new();
        held.Add(new(new(address.Value & ~((1UL << shift) - 1)), shift, IsTable: false, leaf));
        if (!table.IsNone) held.Add(new(address.AlignDown<Pud>(), Pud.Shift, IsTable: true, table));
    }

    /// <summary>
    /// INVLPG of each page of a range, or everything of the mm's PCID. INVLPG drops all paging-structure entries of the PCID,
    /// whatever the address (SDM 4.10.4.1).
    /// </summary>
    public void Flush(int cpu, int mm, AddrRange range, bool isFull)
    {
        if (!_entries.TryGetValue((cpu, mm), out var held)) return;
        if (isFull) _entries.Remove((cpu, mm));
        else held.RemoveWhere(cached => cached.IsTable || cached.Range.Overlaps(range));
    }

    /// <summary>A mm that is gone can't be loaded any more.</summary>
    public void Forget(int mm)
    {
        foreach (var key in _entries.Keys.Where(key => key.Mm == mm).ToList()) _entries.Remove(key);
    }

    private sealed class Held
    {
        private readonly Dictionary<ulong, CachedTranslation> _byKey = [];
        private readonly Queue<ulong> _oldestFirst = new();

        internal IEnumerable<CachedTranslation> Entries => _byKey.Values;

        internal void Add(CachedTranslation cached)
        {
            var key = Key(cached);
            if (!_byKey.TryAdd(key, cached)) _byKey[key] = cached;
            else _oldestFirst.Enqueue(key);
            while (_oldestFirst.Count > EntriesMax) _byKey.Remove(_oldestFirst.Dequeue());
        }

        internal void RemoveWhere(Func<CachedTranslation, bool> isDropped)
        {
            // The queue holds exactly the keys that are held: what was dropped must not push out what was not.
            for (var left = _oldestFirst.Count; left > 0; left--)
            {
                var key = _oldestFirst.Dequeue();
                if (isDropped(_byKey[key])) _byKey.Remove(key);
                else _oldestFirst.Enqueue(key);
            }
        }

        // The start is aligned to 4 kB at least, so the low bits are free for what kind of entry it is.
        private static ulong Key(CachedTranslation cached) => cached.Start.Value | (uint)cached.Shift << 1 | (cached.IsTable ? 1UL : 0);
    }
}
