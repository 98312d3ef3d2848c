using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>Which pages a mm mapped itself in the ranges that it registered for minor faults: a bit for each, by 1G.</summary>
internal sealed class MappedPages
{
    private const int Words = 8;

    private readonly RangeSet _ranges = new();
    private readonly Dictionary<ulong, ulong[]> _slots = [];

    /// <summary>What its tables map when it registers counts as its own.</summary>
    internal void Register(Machine machine, Mm mm, AddrRange range)
    {
        _ranges.Add(range);
        for (var slot = range.Start.AlignDown<Pud>(); slot < range.End; slot += Pud.Span) _slots.Remove(slot.Slot<Pud>());
        var mapped = new Mapped(this);
        PresentTables.Visit(machine.Arena, mm, new(range.Start.AlignDown<Pud>(), range.End.AlignUp<Pud>()), ref mapped);
    }

    internal void Unregister(AddrRange range) => _ranges.Remove(range);

    /// <summary>Only what the mm changes through its own tables comes here: what another put into a shared one does not.</summary>
    internal void Changed(VirtAddr address, int shift, Pte old, Pte now)
    {
        if (shift == Pmd.Shift || (shift == Pud.Shift && !old.IsTable && !now.IsTable)) Put(address, now.IsPresent);
        else if (shift == Pud.Shift && old.IsTable) _slots.Remove(address.Slot<Pud>());
    }

    /// <summary>In a registered range, and not mapped by the mm itself.</summary>
    /// <param name="address">The address of the page's first byte.</param>
    internal bool IsForeign(VirtAddr address)
    {
        if (!_ranges.Contains(address)) return false;
        if (!_slots.TryGetValue(address.Slot<Pud>(), out var bits)) return true;
        var page = address.Index<Pmd>();
        return (bits[page / 64] >> (int)(page % 64) & 1) == 0;
    }

    private void Put(VirtAddr address, bool isMapped)
    {
        if (!_slots.TryGetValue(address.Slot<Pud>(), out var bits)) _slots[address.Slot<Pud>()] = bits = new ulong[Words];
        var page = address.Index<Pmd>();
        var bit = 1UL << (int)(page % 64);
        bits[page / 64] = isMapped ? bits[page / 64] | bit : bits[page / 64] & ~bit;
    }

    private readonly struct Mapped(MappedPages pages) : ITableVisitor
    {
        public Onward Visit(int level, VirtAddr start, Pte entry)
        {
            if (level > Pud.Number || (level == Pud.Number && entry.IsTable)) return Onward.Down;
            if (level == Pud.Number ? entry.IsPresent : entry.IsHardwarePresent) pages.Put(start, isMapped: true);
            return Onward.Next;
        }
    }
}
