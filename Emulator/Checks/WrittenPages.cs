using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>What a process wrote, by the page's first address: for each 1G the pages in order, in an array that grows with them.</summary>
internal sealed class WrittenPages
{
    private readonly Dictionary<ulong, Giga> _gigas = [];

    internal bool TryGet(VirtAddr start, out WrittenPage page)
    {
        page = default;
        return _gigas.TryGetValue(start.Slot<Pud>(), out var giga) && giga.TryGet(IndexOf(start), out page);
    }

    internal void Set(VirtAddr start, WrittenPage page)
    {
        if (!_gigas.TryGetValue(start.Slot<Pud>(), out var giga)) _gigas[start.Slot<Pud>()] = giga = new();
        giga.Set(IndexOf(start), page);
    }

    internal void Remove(VirtAddr start)
    {
        if (!_gigas.TryGetValue(start.Slot<Pud>(), out var giga)) return;
        giga.Remove(IndexOf(start));
        if (giga.Count == 0) _gigas.Remove(start.Slot<Pud>());
    }

    /// <summary>The pages that lie in a range, as they are now: the caller may change them.</summary>
    internal List<(VirtAddr Start, WrittenPage Page)> In(AddrRange range)
    {
        var found = new List<(VirtAddr, WrittenPage)>();
        if (range.End <= range.Start) return found;
        var (first, last) = (range.Start.Slot<Pud>(), (range.End - 1).Slot<Pud>());
        // A range may be of terabytes with little in it, or the other way round.
        var slots = last - first < (ulong)_gigas.Count
            ? Enumerable.Range(0, (int)(last - first) + 1).Select(i => first + (ulong)i)
            : _gigas.Keys.Where(slot => slot >= first && slot <= last);
        foreach (var slot in slots)
        {
            if (_gigas.TryGetValue(slot, out var giga)) giga.AddTo(found, new(slot << Pud.Shift), range);
        }

        return found;
    }

    internal WrittenPages Copy()
    {
        var copy = new WrittenPages();
        foreach (var (slot, giga) in _gigas) copy._gigas[slot] = giga.Copy();
        return copy;
    }

    private static ushort IndexOf(VirtAddr start) => (ushort)start.Index<Pmd>();

    private sealed class Giga
    {
        private ushort[] _at = new ushort[4];
        private WrittenPage[] _pages = new WrittenPage[4];

        internal int Count { get; private set; }

        internal bool TryGet(ushort index, out WrittenPage page)
        {
            var place = PlaceOf(index);
            page = place >= 0 ? _pages[place] : default;
            return place >= 0;
        }

        internal void Set(ushort index, WrittenPage page)
        {
            var place = PlaceOf(index);
            if (place >= 0)
            {
                _pages[place] = page;
                return;
            }

            place = ~place;
            if (Count == _at.Length)
            {
                Array.Resize(ref _at, 2 * Count);
                Array.Resize(ref _pages, 2 * Count);
            }

            Array.Copy(_at, place, _at, place + 1, Count - place);
            Array.Copy(_pages, place, _pages, place + 1, Count - place);
            (_at[place], _pages[place]) = (index, page);
            Count++;
        }

        internal void Remove(ushort index)
        {
            var place = PlaceOf(index);
            if (place < 0) return;
            Count--;
            Array.Copy(_at, place + 1, _at, place, Count - place);
            Array.Copy(_pages, place + 1, _pages, place, Count - place);
        }

        internal void AddTo(List<(VirtAddr, WrittenPage)> found, VirtAddr slot, AddrRange range)
        {
            for (var i = 0; i < Count; i++)
            {
                var start = slot + (_at[i] * Pmd.Span);
                if (range.Contains(new AddrRange(start, start + _pages[i].File.PageBytes))) found.Add((start, _pages[i]));
            }
        }

        internal Giga Copy() => new() { _at = [.. _at], _pages = [.. _pages], Count = Count };

        // Mostly the next one after all others.
        private int PlaceOf(ushort index) =>
            Count == 0 || index > _at[Count - 1] ? ~Count : Array.BinarySearch(_at, 0, Count, index);
    }
}

/// <summary>A page of a private mapping that the program wrote.</summary>
/// <param name="Tag">What it wrote: a new number with each write.</param>
/// <param name="Index">The page's place in its file.</param>
internal readonly record struct WrittenPage(long Tag, HugetlbFile File, ulong Index);
