using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>The VMAs of a mm by address (the kernel's maple tree).</summary>
public sealed class VmaList
{
    private readonly List<Vma> _byStart = [];

    public int Count => _byStart.Count;

    public IReadOnlyList<Vma> All => _byStart;

    /// <summary>find_vma where it contains the address.</summary>
    public Vma? At(VirtAddr address)
    {
        var index = IndexOfFirstEndingAfter(address);
        return index < _byStart.Count && _byStart[index].Start <= address ? _byStart[index] : null;
    }

    /// <summary>The VMAs that overlap a range, in order; a snapshot, so that they can be split meanwhile.</summary>
    public List<Vma> Overlapping(AddrRange range)
    {
        var found = new List<Vma>();
        if (range.IsEmpty) return found;
        for (var i = IndexOfFirstEndingAfter(range.Start); i < _byStart.Count && _byStart[i].Start < range.End; i++)
        {
            found.Add(_byStart[i]);
        }

        return found;
    }

    /// <summary>The VMA before an address, and the one at or after another: the neighbours of a hole.</summary>
    public (Vma? Before, Vma? After) Around(AddrRange range)
    {
        var before = IndexOfFirstEndingAfter(range.Start) - 1;
        var after = IndexOfFirstEndingAfter(range.End);
        return (before >= 0 ? _byStart[before] : null, after < _byStart.Count ? _byStart[after] : null);
    }

    /// <summary>Is every byte of a range mapped?</summary>
    public bool Covers(AddrRange range)
    {
        var end = range.Start;
        foreach (var vma in Overlapping(range))
        {
            if (vma.Start > end) return false;
            end = vma.End;
        }

        return end >= range.End;
    }

    public void Add(Vma vma)
    {
        var index = IndexOfFirstEndingAfter(vma.Start);
        Ensure.That(index == _byStart.Count || vma.End <= _byStart[index].Start);
        _byStart.Insert(index, vma);
    }

    public void Remove(Vma vma)
    {
        var index = IndexOfFirstEndingAfter(vma.Start);
        Ensure.That(_byStart[index] == vma);
        _byStart.RemoveAt(index);
    }

    public void Clear() => _byStart.Clear();

    private int IndexOfFirstEndingAfter(VirtAddr address)
    {
        var (low, high) = (0, _byStart.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_byStart[middle].End > address) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
