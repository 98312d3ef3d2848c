using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>The leaves that a mm's own tables map: what a consumer that wanted all could hold.</summary>
public static class MappedLeaves
{
    /// <summary>Those that the hardware could use, in VMAs that overlap a range, by address.</summary>
    public static IEnumerable<KeyValuePair<VirtAddr, HeldLeaf>> In(Machine machine, Mm mm, AddrRange range)
    {
        foreach (var vma in mm.Vmas.Overlapping(range))
        {
            var part = vma.Range.Intersect(range);
            var start = new VirtAddr(part.Start.Value & ~(vma.PageBytes - 1));
            for (var address = start; address < part.End;)
            {
                if (TableEnd(machine, mm, address) is { } end)
                {
                    address = end;
                    continue;
                }

                if (At(machine, vma, address) is { } leaf) yield return new(address, leaf);
                address += vma.PageBytes;
            }
        }
    }

    /// <summary>The leaf at an address of a VMA, null where the hardware would find none.</summary>
    public static HeldLeaf? At(Machine machine, Vma vma, VirtAddr address)
    {
        var leaf = PageTables.Leaf(machine.Arena, vma.Mm, address, out var shift);
        return leaf.IsHardwarePresent && shift == vma.File.PageShift ? new(vma.File.PageOf(leaf), shift, leaf.IsWritable) : null;
    }

    /// <summary>Where a hole in the upper tables that an address lies in ends; null if it lies in none.</summary>
    private static VirtAddr? TableEnd(Machine machine, Mm mm, VirtAddr address)
    {
        var table = PageTables.PudTable(machine.Arena.Memory, mm, address);
        if (table.IsNull) return address.AlignDown<P4d>() + P4d.Span;
        return table[address].IsHardwarePresent ? null : address.AlignDown<Pud>() + Pud.Span;
    }
}
