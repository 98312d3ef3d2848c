using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Tlb;

/// <summary>
/// What every CPU could hold in its TLB and paging-structure caches: whatever it has used since the last flush that reached
/// it, up to <see cref="EntriesMax"/> for each mm. No real TLB is that large; for the question "could some CPU still use
/// this?" the largest is the right one.
/// </summary>
public sealed class TlbContents : IWalkCaches
{
    /// <summary>Entries that a CPU holds for one mm at the most; then the oldest goes.</summary>
    public const int EntriesMax = 1 << 18;

    private readonly Dictionary<long, Held> _entries = [];

    /// <summary>The (CPU, mm) pairs that hold something, with what they hold.</summary>
    public IEnumerable<(int Cpu, int Mm, IEnumerable<CachedTranslation> Held)> All
    {
        get
        {
            var pairs = new long[_entries.Count];
            _entries.Keys.CopyTo(pairs, 0);
            Array.Sort(pairs);
            foreach (var pair in pairs) yield return (CpuOf(pair), MmOf(pair), _entries[pair].Entries);
        }
    }

    public void Fill(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
        if (!_entries.TryGetValue(PairOf(cpu, mm), out var held)) _entries[PairOf(cpu, mm)] = held = new();
        held.Add(new(address.Value & ~((1UL << shift) - 1)), shift, isTable: false, leaf);
        if (!table.IsNone) held.Add(address.AlignDown<Pud>(), Pud.Shift, isTable: true, table);
    }

    /// <summary>INVLPG of each page of a range, or everything of the mm's PCID.</summary>
    public void Flush(int cpu, int mm, TlbFlush flush)
    {
        if (!_entries.TryGetValue(PairOf(cpu, mm), out var held)) return;
        if (flush.IsFull && flush.Keeps != KeptTables.All) _entries.Remove(PairOf(cpu, mm));
        else held.RemoveWhere(cached => IsDropped(cached, flush));
    }

    private static bool IsDropped(CachedTranslation cached, TlbFlush flush) => cached.IsTable switch
    {
        true when flush.Keeps == KeptTables.All => false,
        true when flush.Keeps == KeptTables.None => true,
        _ => flush.IsFull || cached.Range.Overlaps(flush.Range),
    };

    /// <summary>The paging-structure entry that a CPU holds for the 1G of an address, if it holds one.</summary>
    public Pte CachedTable(int cpu, int mm, VirtAddr address) =>
        _entries.TryGetValue(PairOf(cpu, mm), out var held) ? held.Find(address.AlignDown<Pud>(), Pud.Shift, isTable: true) : Pte.None;

    /// <summary>A mm that is gone can't be loaded any more.</summary>
    public void Forget(int mm)
    {
        foreach (var key in _entries.Keys.Where(key => MmOf(key) == mm).ToList()) _entries.Remove(key);
    }

    // One number for the pair, in the order of CPUs, then mms: the runtime has dictionaries of numbers compiled already.
    private static long PairOf(int cpu, int mm) => (long)cpu << 32 | (uint)mm;

    private static int CpuOf(long pair) => (int)(pair >> 32);

    private static int MmOf(long pair) => (int)pair;

    /// <summary>Two generations of entries: a full young one becomes the old one, whose predecessor is forgotten.</summary>
    private sealed class Held
    {
        private Dictionary<ulong, ulong> _young = [];
        private Dictionary<ulong, ulong> _old = [];

        internal IEnumerable<CachedTranslation> Entries
        {
            get
            {
                foreach (var (key, raw) in _young) yield return Unpack(key, raw);
                foreach (var (key, raw) in _old)
                {
                    if (!_young.ContainsKey(key)) yield return Unpack(key, raw);
                }
            }
        }

        internal void Add(VirtAddr start, int shift, bool isTable, Pte entry)
        {
            if (_young.Count >= EntriesMax / 2) (_old, _young) = (_young, []);
            _young[KeyOf(start, shift, isTable)] = entry.Raw;
        }

        internal Pte Find(VirtAddr start, int shift, bool isTable)
        {
            var key = KeyOf(start, shift, isTable);
            return _young.TryGetValue(key, out var raw) || _old.TryGetValue(key, out raw) ? new(raw) : Pte.None;
        }

        internal void RemoveWhere(Func<CachedTranslation, bool> isDropped)
        {
            foreach (var generation in (Dictionary<ulong, ulong>[])[_young, _old])
            {
                foreach (var (key, raw) in generation)
                {
                    if (isDropped(Unpack(key, raw))) generation.Remove(key);
                }
            }
        }

        // The start is aligned to 4 kB at least, so the low bits are free for what kind of entry it is.
        private static ulong KeyOf(VirtAddr start, int shift, bool isTable) => start.Value | (uint)shift << 1 | (isTable ? 1UL : 0);

        private static CachedTranslation Unpack(ulong key, ulong raw) =>
            new(new VirtAddr(key).AlignDown<Pt>(), (int)(key >> 1 & 63), (key & 1) != 0, new(raw));
    }
}

/// <summary>
/// Something that a CPU may hold about a mm: a leaf translation (TLB, SDM 4.10.2), or the PUD entry that names a PMD table
/// (paging-structure cache, SDM 4.10.3).
/// </summary>
/// <param name="Start">First address that it translates, aligned to 2^<paramref name="Shift"/>.</param>
/// <param name="Shift">12, 21 or 30: the bytes that it spans, as a power of two.</param>
/// <param name="IsTable">A paging-structure entry, no translation.</param>
/// <param name="Entry">The entry as it was when the CPU read it.</param>
public readonly record struct CachedTranslation(VirtAddr Start, int Shift, bool IsTable, Pte Entry)
{
    public AddrRange Range => new(Start, Start + (1UL << Shift));
}
