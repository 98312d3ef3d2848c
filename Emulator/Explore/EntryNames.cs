using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Explore;

/// <summary>Which entry a physical address is: of which mm's table, for which addresses, and what it holds.</summary>
internal static class EntryNames
{
    internal static string Of(Machine machine, PhysAddr place)
    {
        var table = new PhysAddr(place.Value & ~0xFFFUL);
        var index = (place.Value & 0xFFF) / 8;
        foreach (var mm in machine.Processes)
        {
            if (Find(machine, mm, table, index) is { } found) return found;
        }

        return $"entry {index} of table {table}";
    }

    private static string? Find(Machine machine, Mm mm, PhysAddr table, ulong index)
    {
        foreach (var vma in mm.Vmas.All)
        {
            for (var slot = vma.Start.AlignDown<Pud>(); slot < vma.End; slot += Pud.Span)
            {
                var pud = PageTables.PudTable(machine.Arena.Memory, mm, slot);
                if (pud.IsNull) continue;
                if (machine.Arena.Memory.TableOf(pud.At(slot)) == table && (ulong)slot.Index<Pud>() == index) return $"{mm.Name}'s PUD entry of {slot}";
                var entry = pud[slot];
                if (entry.IsTable && entry.TableAddress == table) return $"table {table}'s entry of {slot + (index * Pmd.Span)}";
            }
        }

        return null;
    }
}
