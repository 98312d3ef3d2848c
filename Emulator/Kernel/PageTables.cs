using System.Runtime.CompilerServices;
using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>Reading a mm's tables, as the hardware does: nothing is counted, nothing is made.</summary>
public static class PageTables
{
    /// <summary>The PUD table of the 512G that an address lies in, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Table<Pud> PudTable(FrameArena arena, Mm mm, VirtAddr address)
    {
        var top = mm.Root;
        if (mm.Levels == 5)
        {
            var pgd = arena.TableAt<Pgd>(top)[address];
            if (!pgd.IsHardwarePresent) return default;
            top = pgd.TableAddress;
        }

        var p4d = arena.TableAt<P4d>(top)[address];
        return p4d.IsHardwarePresent ? arena.TableAt<Pud>(p4d.TableAddress) : default;
    }

    /// <summary>The PUD entry of an address; none where there is no PUD table.</summary>
    public static Pte PudEntry(FrameArena arena, Mm mm, VirtAddr address)
    {
        var table = PudTable(arena, mm, address);
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
