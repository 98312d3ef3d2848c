using Emulator.Native;

namespace Emulator.Checks;

/// <summary>Addresses as ranges that do not touch, in order.</summary>
internal sealed class RangeSet
{
    private readonly List<AddrRange> _ranges = [];

    internal void Add(AddrRange range)
    {
        if (range.IsEmpty) return;
        Remove(range);
        _ranges.Insert(IndexAfter(range.Start), range);
    }

    internal void Remove(AddrRange range)
    {
        if (range.IsEmpty) return;
        for (var i = IndexAfter(range.Start); i < _ranges.Count && _ranges[i].Start < range.End;)
        {
            var cut = _ranges[i];
            _ranges.RemoveAt(i);
            if (range.End < cut.End) _ranges.Insert(i, new(range.End, cut.End));
            if (cut.Start < range.Start) _ranges.Insert(i++, new(cut.Start, range.Start));
            if (range.End < cut.End) return;
        }
    }

    internal bool Contains(VirtAddr address) =>
        IndexAfter(address) is var index && index < _ranges.Count && _ranges[index].Contains(address);

    /// <summary>The first range that ends after an address.</summary>
    private int IndexAfter(VirtAddr address)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].End > address) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
