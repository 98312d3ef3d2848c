using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

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
            var range = new AddrRange(vma.Start.AlignDown<Pud>(), vma.End.AlignUp<Pud>());
            var naming = new Naming(mm, range, table, index);
            PresentTables.Visit(machine.Arena, mm, range, ref naming);
            if (naming.Found is not null) return naming.Found;
        }

        return null;
    }

    /// <summary>The entry that names the table says which addresses the place is for. It may itself be empty.</summary>
    private struct Naming(Mm mm, AddrRange range, PhysAddr table, ulong index) : ITableVisitor
    {
        internal string? Found { get; private set; }

        public Onward Visit(int level, VirtAddr start, Pte entry)
        {
            if (entry.IsTable && entry.TableAddress == table)
            {
                if (level == P4d.Number && start + (index * Pud.Span) is var slot && range.Contains(slot)) Found = $"{mm.Name}'s PUD entry of {slot}";
                else if (level == Pud.Number) Found = $"table {table}'s entry of {start + (index * Pmd.Span)}";
            }

            if (Found is not null) return Onward.Stop;
            return level > Pud.Number ? Onward.Down : Onward.Next;
        }
    }
}

/// <summary>How an execution ended, as a line: what the statements of the block answered, and the tables of each process.</summary>
internal static class OutcomeText
{
    internal static string Of(ParallelStatement? block, Dictionary<int, Outcome> answers, Machine machine)
    {
        var statements = (block?.Actions ?? []).Select(line => $"{line.Thread}: {Answer(line.Statement, answers)}");
        var processes = machine.Processes.Select(mm => $"{mm.Name} {mm.PageTableKilobytes}K{LeftText(machine, mm)}");
        return string.Join("; ", [.. statements, .. processes]);
    }

    private static string Answer(Statement statement, Dictionary<int, Outcome> answers)
    {
        var verb = statement.Text.Split(' ')[0];
        if (!answers.TryGetValue(statement.Line, out var outcome)) return $"{verb} never ran";
        if (statement is not TouchStatement || outcome.Deadlock is not null) return $"{verb} {outcome.Result}";
        var signals = outcome.Sigbus + outcome.Sigsegv == 0 ? "" : $" sigbus {outcome.Sigbus} sigsegv {outcome.Sigsegv}";
        return $"{verb} {outcome.Touched} faults {outcome.Faults}{signals}";
    }

    private static string LeftText(Machine machine, Mm mm) =>
        LeftShared.Count(machine, mm) is > 0 and var count ? $" left shared {count}" : "";
}
