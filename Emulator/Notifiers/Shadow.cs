using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>What one consumer holds of one mm, leaf by leaf: its secondary page tables, its region, its cached translations.</summary>
public sealed class Shadow
{
    private readonly Dictionary<VirtAddr, HeldLeaf> _leaves = [];

    public int Count => _leaves.Count;

    /// <summary>Takes a leaf in.</summary>
    /// <param name="keepsOld">One that is held at the address stays as it is: its page is pinned.</param>
    /// <returns>Was none held there?</returns>
    public bool Map(VirtAddr address, HeldLeaf leaf, bool keepsOld)
    {
        if (_leaves.TryAdd(address, leaf)) return true;
        if (!keepsOld) _leaves[address] = leaf;
        return false;
    }

    /// <summary>The leaves that overlap a range, in no order.</summary>
    public IReadOnlyList<KeyValuePair<VirtAddr, HeldLeaf>> In(AddrRange range)
    {
        if (range.IsEmpty || _leaves.Count == 0) return [];
        // Whichever is less: to look at each 2M of the range, or at each leaf.
        return range.Length.Bytes >> Pmd.Shift < (ulong)_leaves.Count ? LookedUp(range) : [.. _leaves.Where(pair => Overlaps(pair, range))];
    }

    /// <summary>Loses what overlaps a range.</summary>
    /// <returns>What it was.</returns>
    public IReadOnlyList<KeyValuePair<VirtAddr, HeldLeaf>> Drop(AddrRange range)
    {
        var dropped = In(range);
        foreach (var (address, _) in dropped) _leaves.Remove(address);
        return dropped;
    }

    public void Clear() => _leaves.Clear();

    private List<KeyValuePair<VirtAddr, HeldLeaf>> LookedUp(AddrRange range)
    {
        var found = new List<KeyValuePair<VirtAddr, HeldLeaf>>();
        // A leaf of 1G may start before the range.
        var first = range.Start.AlignDown<Pmd>();
        var slot = range.Start.AlignDown<Pud>();
        if (slot != first && _leaves.TryGetValue(slot, out var large) && large.Shift == Pud.Shift) found.Add(new(slot, large));
        for (var address = first; address < range.End; address += Pmd.Span)
        {
            if (_leaves.TryGetValue(address, out var leaf)) found.Add(new(address, leaf));
        }

        return found;
    }

    private static bool Overlaps(KeyValuePair<VirtAddr, HeldLeaf> pair, AddrRange range) =>
        pair.Key < range.End && range.Start < pair.Key + pair.Value.Bytes;
}

/// <summary>A leaf mapping as somebody beside the CPUs may hold it: which page, how large, and whether it may be written.</summary>
/// <param name="Shift">log2 of the bytes: 21 or 30.</param>
public readonly record struct HeldLeaf(PhysAddr Page, int Shift, bool IsWritable)
{
    public ulong Bytes => 1UL << Shift;
}
