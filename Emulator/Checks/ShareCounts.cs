using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>
/// Recounts every table from the roots of the live processes: a PMD table's share count is the number of PUD entries that name it,
/// less one; VmPTE is the tables that there are; and no table is lost. Holes are skipped by vectors, so
/// that a check after every statement costs a few microseconds. It keeps its memory: one for many checks.
/// </summary>
public sealed class ShareCounts
{
    private readonly Dictionary<PhysAddr, int> _users = [];
    private readonly List<Violation> _found = [];
    private long _upperTables;

    /// <returns>What is not so; the list is the next call's too.</returns>
    /// <param name="changed">What the statement changed, for the way to what is found.</param>
    public IReadOnlyList<Violation> Find(Machine machine, ChangedTables? changed = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _users.Clear();
        _found.Clear();
        _upperTables = 0;
        foreach (var mm in machine.Processes) Recount(machine.Arena, mm, changed);
        foreach (var (table, users) in _users)
        {
            var count = machine.Arena.Info(table).ShareCount;
            if (count != users - 1) AddCount(machine, changed, table, count, users);
        }

        var reached = _upperTables + _users.Count + machine.HeldOrphans;
        if (machine.Arena.LiveTables != reached)
        {
            _found.Add(machine.Arena.LiveTables > reached
                ? Leaked(machine, changed, machine.Arena.LiveTables - reached)
                : FreedInUse(machine, changed, reached - machine.Arena.LiveTables));
        }

        return _found;
    }

    private void AddCount(Machine machine, ChangedTables? changed, PhysAddr table, int count, int users)
    {
        var what = $"table {table} counts {count} others, and {users} {(users == 1 ? "entry names" : "entries name")} it "
            + $"({Sharers.Of(machine, table)})";
        _found.Add(At(machine, changed, CheckNames.ShareCount, table, what));
    }

    private Violation Leaked(Machine machine, ChangedTables? changed, long count)
    {
        var lost = machine.Arena.Live.FirstOrDefault(IsLost, PhysAddr.None);
        var what = $"{count} page {(count == 1 ? "table" : "tables")} ({4 * count} kB) allocated, and reached by no process";
        if (lost == PhysAddr.None) return new(CheckNames.PageTablesLeaked, what) { Stack = changed?.CallPath ?? [] };
        if (changed?.PlaceOf(lost) is not (var mm, var range))
        {
            var owner = machine.MmOf(machine.Arena.Info(lost).Owner)?.Name ?? "a process that is gone";
            return new(CheckNames.PageTablesLeaked, $"{what}: table {lost} was made for {owner}") { Stack = changed?.CallPath ?? [] };
        }

        return new(CheckNames.PageTablesLeaked, $"{Place.Of(mm, range)}: {what}: table {lost} was detached here")
        {
            Process = mm.Name,
            Range = range,
            Stack = changed.CallPathTo(mm, range),
        };

        bool IsLost(PhysAddr table) =>
            machine.Arena.Info(table).Level == Pmd.Number && !_users.ContainsKey(table) && !machine.IsHeldOrphan(table);
    }

    private Violation FreedInUse(Machine machine, ChangedTables? changed, long count)
    {
        var what = $"{count} page {(count == 1 ? "table is" : "tables are")} freed, and still named by entries";
        var freed = _users.Keys.FirstOrDefault(table => machine.Arena.Info(table).Level == 0, PhysAddr.None);
        return freed == PhysAddr.None ? new(CheckNames.PageTableFreedInUse, what) : At(machine, changed, CheckNames.PageTableFreedInUse, freed, what);
    }

    /// <summary>At the first place that names a table.</summary>
    private static Violation At(Machine machine, ChangedTables? changed, string check, PhysAddr table, string what)
    {
        var (mm, slot) = Sharers.First(machine, table);
        var range = new AddrRange(slot, slot + Pud.Span);
        return new(check, $"{Place.Of(mm, range)}: {what}") { Process = mm.Name, Range = range, Stack = changed?.CallPathTo(mm, range) ?? [] };
    }

    private void Recount(FrameArena arena, Mm mm, ChangedTables? changed)
    {
        var count = new Count(_users);
        PresentTables.Visit(arena, mm, ref count);
        _upperTables += 1 + count.P4dTables + count.PudTables;
        if (count.PudTables != mm.PudTables) AddCount(mm, $"counts {mm.PudTables} PUD tables, and has {count.PudTables}", changed);
        if (count.PmdTables != mm.PmdTables) AddCount(mm, $"counts {mm.PmdTables} PMD tables, and has {count.PmdTables}", changed);
    }

    private void AddCount(Mm mm, string what, ChangedTables? changed)
    {
        var vmas = mm.Vmas.All.ToList();
        AddrRange? range = vmas.Count == 0 ? null : new(vmas[0].Start, vmas[^1].End);
        _found.Add(new(CheckNames.VmPte, $"{mm.Name} {what}") { Process = mm.Name, Range = range, Stack = changed?.CallPath ?? [] });
    }

    /// <summary>The tables below a root, and how many entries name each PMD table.</summary>
    private struct Count(Dictionary<PhysAddr, int> users) : ITableVisitor
    {
        internal long P4dTables { get; private set; }

        internal long PudTables { get; private set; }

        internal long PmdTables { get; private set; }

        public Onward Visit(int level, VirtAddr start, Pte entry)
        {
            if (level == Pgd.Number) P4dTables++;
            if (level == P4d.Number) PudTables++;
            if (level > Pud.Number) return Onward.Down;
            // A 1 GB page, or a marker of one, is not a table.
            if (!entry.IsTable) return Onward.Next;
            PmdTables++;
            users[entry.TableAddress] = users.GetValueOrDefault(entry.TableAddress) + 1;
            return Onward.Next;
        }
    }
}
