using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>Who uses a table: for the text of a finding.</summary>
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
