using Emulator.Native;

namespace Emulator.Kernel;

/// <content>Where tables come from and go to.</content>
public sealed partial class Machine
{
    private const int SpareTables = 12;

    // In a parallel block each CPU has tables of its own set aside, so that which one it takes does not depend on the others;
    // what is freed in the block comes back at its end.
    private readonly Dictionary<int, Queue<PhysAddr>> _spare = [];
    private readonly List<PhysAddr> _freedInBlock = [];

    // Freed while somebody still held the page.
    private readonly HashSet<PhysAddr> _freedWhileHeld = [];

    /// <summary>Tables on whose pages a walker by page frame holds a reference, by what the trace calls them.</summary>
    internal Dictionary<(string Process, VirtAddr Address), PhysAddr> HeldTables { get; } = [];

    /// <summary>Tables that no mm reaches any more, and that can't be freed while a reference is held.</summary>
    public int HeldOrphans => _freedWhileHeld.Count;

    /// <summary>Is it one of those?</summary>
    public bool IsHeldOrphan(PhysAddr table) => _freedWhileHeld.Contains(table);

    /// <summary>The actors of a parallel block begin, each on a CPU of its own.</summary>
    public void StartActors(IEnumerable<int> onCpus)
    {
        foreach (var cpu in onCpus)
        {
            ActorCpus.Add(cpu);
            // Another task runs there now; its mm is loaded with its first statement.
            Cpus[cpu].Unload();
            _spare[cpu] = new(Enumerable.Range(0, SpareTables).Select(_ => Arena.Allocate<Pt>(cpu)));
        }
    }

    /// <summary>They ended.</summary>
    public void StopActors()
    {
        foreach (var cpu in ActorCpus)
        {
            foreach (var mm in Processes) mm.CpuMask.Remove(cpu);
            // The thread is gone, and nothing stays loaded where it ran; CPU 0 goes on with the next statement.
            if (cpu != 0) Cpus[cpu].Unload();
        }

        foreach (var table in _spare.Values.SelectMany(spare => spare).Concat(_freedInBlock)) Arena.Free(table);
        _spare.Clear();
        _freedInBlock.Clear();
        ActorCpus.Clear();
    }

    internal PhysAddr AllocateTable<TLevel>(int cpu, int owner) where TLevel : struct, ILevel
    {
        if (!_spare.TryGetValue(cpu, out var spare) || !spare.TryDequeue(out var table)) return Arena.Allocate<TLevel>(owner);
        Arena.Retype<TLevel>(table, owner);
        return table;
    }

    /// <summary>
    /// A table that left its mm and was flushed. Walkers with interrupts off may still be in it: the kernel gives it back after a
    /// grace period (tlb_remove_table), here at the end of the block.
    /// </summary>
    internal void FreeTable(PhysAddr table)
    {
        if (Arena.Info(table).Held != 0) _freedWhileHeld.Add(table);
        else if (!ActorCpus.IsEmpty) _freedInBlock.Add(table);
        else Arena.Free(table);
    }

    /// <summary>The reference of a walker by page frame goes; the last reference frees the page, whatever is in it.</summary>
    /// <param name="slot">The 1G of the mm that the walker came from.</param>
    internal void ReleaseTable(PhysAddr table, Mm mm, VirtAddr slot)
    {
        ref var info = ref Arena.Info(table);
        info.Held--;
        if (info.Held != 0) return;
        var wasTakenForShared = info.ShareCount < 0;
        if (!wasTakenForShared && !_freedWhileHeld.Remove(table)) return;
        var present = PresentEntries.Count(Arena.TableAt<Pmd>(table));
        if (present > 0)
        {
            var range = new AddrRange(slot, slot + Pud.Span);
            var what = $"{mm.Name} {range}: table {table} is freed with {present} present entries: their pages stay mapped for ever";
            Report(new(CheckNames.PagesLeftMapped, what) { Process = mm.Name, Range = range });
        }

        info.ShareCount = 0;
        FreeTable(table);
    }
}
