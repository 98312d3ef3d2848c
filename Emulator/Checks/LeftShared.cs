using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>Tables that a process registered for write-protect or minor faults, and still shares with others.</summary>
public static class LeftShared
{
    /// <summary>The 1G ranges, of those that a registered VMA of the process overlaps, whose table has other users.</summary>
    public static long Count(Machine machine, Mm mm) => Ranges(machine, mm).Count;

    /// <summary>Their first addresses.</summary>
    public static IReadOnlyList<VirtAddr> Ranges(Machine machine, Mm mm)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(mm);
        var shared = new Shared(machine.Arena, []);
        var end = VirtAddr.Zero;
        foreach (var vma in mm.Vmas.All.Where(vma => vma.UffdForbidsSharing && vma.IsPmdSized))
        {
            // Two VMAs may meet inside a 1G: it counts once.
            var start = vma.Start.AlignDown<Pud>();
            if (start < end) start = end;
            if (start >= vma.End) continue;
            PresentTables.Visit(machine.Arena, mm, new(start, vma.End), ref shared);
            end = vma.End.AlignUp<Pud>();
        }

        return shared.Found;
    }

    private readonly struct Shared(FrameArena arena, List<VirtAddr> found) : ITableVisitor
    {
        internal List<VirtAddr> Found => found;

        public Onward Visit(int level, VirtAddr start, Pte entry)
        {
            if (level > Pud.Number) return Onward.Down;
            if (entry.IsTable && arena.Info(entry.TableAddress).ShareCount != 0) found.Add(start);
            return Onward.Next;
        }
    }
}

/// <summary>The processes that use a table, for the text of a finding.</summary>
internal static class Sharers
{
    private const int NamesMax = 6;

    /// <summary>The first place that names a table, which is there.</summary>
    internal static (Mm Mm, VirtAddr Slot) First(Machine machine, PhysAddr table) => All(machine, table, max: 1)[0];

    internal static string Of(Machine machine, PhysAddr table)
    {
        var all = All(machine, table, NamesMax + 1);
        return string.Join(", ", all.Take(NamesMax).Select(one => one.Mm.Name)) + (all.Count > NamesMax ? " and others" : "");
    }

    private static List<(Mm Mm, VirtAddr Slot)> All(Machine machine, PhysAddr table, int max)
    {
        var found = new List<(Mm, VirtAddr)>();
        foreach (var mm in machine.Processes)
        {
            var naming = new Naming(mm, table, found, max);
            if (found.Count < max) PresentTables.Visit(machine.Arena, mm, ref naming);
        }

        return found;
    }

    private readonly struct Naming(Mm mm, PhysAddr table, List<(Mm, VirtAddr)> found, int max) : ITableVisitor
    {
        public Onward Visit(int level, VirtAddr start, Pte entry)
        {
            if (level > Pud.Number) return Onward.Down;
            if (entry.IsTable && entry.TableAddress == table) found.Add((mm, start));
            return found.Count < max ? Onward.Next : Onward.Stop;
        }
    }
}
