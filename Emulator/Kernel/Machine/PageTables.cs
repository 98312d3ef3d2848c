using System.Runtime.CompilerServices;
using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>Reading a mm's tables, as the hardware does: nothing is counted, nothing is made.</summary>
public static class PageTables
{
    /// <summary>The PUD table of the 512G that an address lies in, or null.</summary>
    public static Table<Pud> PudTable(TableMemory tables, Mm mm, VirtAddr address) =>
        TryPudTable(tables, mm, address, out var table) ? table : default;

    // Goes down by itself, not by PresentTables: it looks one address up, in the innermost loop of every walk.
    /// <summary>The same, for hot loops: a result that is tested at once costs the JIT no second test, as a null does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPudTable(TableMemory tables, Mm mm, VirtAddr address, out Table<Pud> table)
    {
        table = default;
        var p4dTable = tables.TableAt<P4d>(mm.Root);
        if (mm.Levels == 5)
        {
            var pgd = tables.TableAt<Pgd>(mm.Root)[address];
            if (!pgd.IsHardwarePresent) return false;
            p4dTable = tables.NamedBy<P4d>(pgd);
        }

        var p4d = p4dTable[address];
        if (!p4d.IsHardwarePresent) return false;
        table = tables.NamedBy<Pud>(p4d);
        return true;
    }

    /// <summary>The PUD entry of an address; none where there is no PUD table.</summary>
    public static Pte PudEntry(FrameArena arena, Mm mm, VirtAddr address)
    {
        var table = PudTable(arena.Memory, mm, address);
        return table.IsNull ? Pte.None : table[address];
    }

    /// <summary>The entry that maps an address: a 2 MB leaf, or a 1 GB one; none where a table is missing.</summary>
    /// <param name="shift">21 or 30: the bytes that the entry spans, as a power of two.</param>
    public static Pte Leaf(FrameArena arena, Mm mm, VirtAddr address, out int shift)
    {
        var pud = PudEntry(arena, mm, address);
        shift = pud.IsTable ? Pmd.Shift : Pud.Shift;
        return pud.IsTable ? arena.TableAt<Pmd>(pud.TableAddress)[address] : pud;
    }
}
