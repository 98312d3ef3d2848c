using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>The leaves that a mm's own tables map: what a consumer that wanted all could hold.</summary>
public static class MappedLeaves
{
    /// <summary>Those that the hardware could use, in VMAs that overlap a range, by address.</summary>
    public static List<KeyValuePair<VirtAddr, HeldLeaf>> In(Machine machine, Mm mm, AddrRange range)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(mm);
        var found = new List<KeyValuePair<VirtAddr, HeldLeaf>>();
        foreach (var vma in mm.Vmas.Overlapping(range))
        {
            var leaves = new Leaves(vma, found);
            PresentTables.Visit(machine.Arena, mm, vma.Range.Intersect(range), ref leaves);
        }

        return found;
    }

    /// <summary>The leaf at an address of a VMA, null where the hardware would find none.</summary>
    public static HeldLeaf? At(Machine machine, Vma vma, VirtAddr address)
    {
        var leaf = PageTables.Leaf(machine.Arena, vma.Mm, address, out var shift);
        return LeafOf(vma, leaf, shift);
    }

    private static HeldLeaf? LeafOf(Vma vma, Pte leaf, int shift) =>
        leaf.IsHardwarePresent && shift == vma.File.PageShift ? new(vma.File.PageOf(leaf), shift, leaf.IsWritable) : null;

    private readonly struct Leaves(Vma vma, List<KeyValuePair<VirtAddr, HeldLeaf>> found) : ITableVisitor
    {
        public Onward Visit(int level, VirtAddr start, Pte entry)
        {
            if (level > Pud.Number || (level == Pud.Number && entry.IsTable)) return Onward.Down;
            if (LeafOf(vma, entry, level == Pud.Number ? Pud.Shift : Pmd.Shift) is { } leaf) found.Add(new(start, leaf));
            return Onward.Next;
        }
    }
}
