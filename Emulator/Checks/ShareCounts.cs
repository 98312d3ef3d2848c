using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>
/// Recounts every table from the roots of the live processes: a PMD table's share count is the number of PUD entries that name it,
/// less one; VmPTE is the tables that there are; and no table is lost. A table at each level is scanned by vectors, so
/// that a check after every statement costs a few microseconds. It keeps its memory: one for many checks.
/// </summary>
public sealed class ShareCounts
{
    private readonly Dictionary<PhysAddr, int> _users = [];
    private readonly List<Violation> _found = [];
    private long _upperTables;

    /// <returns>What is not so; the list is the next call's too.</returns>
    public IReadOnlyList<Violation> Find(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _users.Clear();
        _found.Clear();
        _upperTables = 0;
        foreach (var mm in machine.Processes) Recount(machine.Arena, mm);
        foreach (var (table, users) in _users)
        {
            var count = machine.Arena.Info(table).ShareCount;
            if (count != users - 1) _found.Add(new("share count", $"table {table} counts {count} others, and {users} entries name it"));
        }

        var reached = _upperTables + _users.Count + machine.HeldOrphans;
        if (machine.Arena.LiveTables != reached)
        {
            _found.Add(new("arena balance", $"{machine.Arena.LiveTables} tables are allocated, and {reached} can be reached"));
        }

        return _found;
    }

    private void Recount(FrameArena arena, Mm mm)
    {
        var (puds, pmds) = (0L, 0L);
        _upperTables++;
        if (mm.Levels == 5)
        {
            foreach (var entry in arena.TableAt<Pgd>(mm.Root).Entries)
            {
                if (entry == 0) continue;
                _upperTables++;
                RecountP4d(arena, arena.TableAt<P4d>(new Pte(entry).TableAddress), ref puds, ref pmds);
            }
        }
        else
        {
            RecountP4d(arena, arena.TableAt<P4d>(mm.Root), ref puds, ref pmds);
        }

        _upperTables += puds;
        if (puds != mm.PudTables) _found.Add(new("VmPTE", $"{mm.Name} counts {mm.PudTables} PUD tables, and has {puds}"));
        if (pmds != mm.PmdTables) _found.Add(new("VmPTE", $"{mm.Name} counts {mm.PmdTables} PMD tables, and has {pmds}"));
    }

    private void RecountP4d(FrameArena arena, Table<P4d> p4d, ref long puds, ref long pmds)
    {
        for (var rest = p4d.Entries; rest.IndexOfAnyExcept(0UL) is >= 0 and var next; rest = rest[(next + 1)..])
        {
            puds++;
            RecountPud(arena.TableAt<Pud>(new Pte(rest[next]).TableAddress), ref pmds);
        }
    }

    private void RecountPud(Table<Pud> pud, ref long pmds)
    {
        for (var rest = pud.Entries; rest.IndexOfAnyExcept(0UL) is >= 0 and var next; rest = rest[(next + 1)..])
        {
            var entry = new Pte(rest[next]);
            // A 1 GB page, or a marker of one, is no table.
            if (!entry.IsTable) continue;
            pmds++;
            _users[entry.TableAddress] = _users.GetValueOrDefault(entry.TableAddress) + 1;
        }
    }
}
