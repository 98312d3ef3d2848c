using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>Tables that a process registered for write-protect or minor faults, and still shares with others.</summary>
public static class LeftShared
{
    /// <summary>The 1G ranges, of those that a registered VMA of the process overlaps, whose table has other users.</summary>
    public static long Count(Machine machine, Mm mm)
    {
        var count = 0L;
        foreach (var _ in Ranges(machine, mm)) count++;
        return count;
    }

    /// <summary>Their first addresses.</summary>
    public static IEnumerable<VirtAddr> Ranges(Machine machine, Mm mm)
    {
        var end = VirtAddr.Zero;
        foreach (var vma in mm.Vmas.All.Where(vma => vma.UffdForbidsSharing && vma.IsPmdSized))
        {
            // Two VMAs may meet inside a 1G: it counts once.
            var start = vma.Start.AlignDown<Pud>();
            for (var slot = start < end ? end : start; slot < vma.End; slot += Pud.Span)
            {
                if (IsShared(machine, mm, slot)) yield return slot;
                end = slot + Pud.Span;
            }
        }
    }

    private static bool IsShared(Machine machine, Mm mm, VirtAddr slot)
    {
        var pud = PageTables.PudEntry(machine.Arena, mm, slot);
        return pud.IsTable && machine.Arena.Info(pud.TableAddress).ShareCount != 0;
    }
}

/// <summary>The processes that use a table, for the text of a finding.</summary>
internal static class Sharers
{
    private const int NamesMax = 6;

    /// <summary>The first place that names a table, which is there.</summary>
    internal static (Mm Mm, VirtAddr Slot) First(Machine machine, PhysAddr table) => machine.Processes
        .SelectMany(mm => PudEntries.Of(machine.Arena, mm).Select(one => (mm, one.Slot, one.Entry)))
        .Where(one => one.Entry.IsTable && one.Entry.TableAddress == table)
        .Select(one => (one.mm, one.Slot))
        .First();

    internal static string Of(Machine machine, PhysAddr table)
    {
        var names = machine.Processes
            .SelectMany(mm => PudEntries.Of(machine.Arena, mm).Select(one => (mm.Name, one.Entry)))
            .Where(one => one.Entry.IsTable && one.Entry.TableAddress == table)
            .Select(one => one.Name)
            .Take(NamesMax + 1)
            .ToList();
        return string.Join(", ", names.Take(NamesMax)) + (names.Count > NamesMax ? " and others" : "");
    }
}
