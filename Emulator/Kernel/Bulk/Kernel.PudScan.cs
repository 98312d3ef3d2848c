using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>The loop of the unshare walk in bulk: 8 PUD entries, a cache line, at a time.</content>
public sealed partial class Kernel<P>
{
    /// <summary>
    /// What the loop "look up, lock, huge_pmd_unshare" does over every 1G of a range, with the same counts, the same tables
    /// and the same debt, by scanning the PUD tables (<see cref="DetachedTables"/>).
    /// </summary>
    /// <param name="gather">Open, of the VMA's mm.</param>
    /// <param name="range">Aligned to 1G; i_mmap_rwsem and the vma lock are held.</param>
    public void HugePmdUnshareRange(Gather gather, Vma vma, AddrRange range)
    {
        Ensure.That(range.Start.IsAligned<Pud>() && range.End.IsAligned<Pud>());
        if (!CanScan(vma))
        {
            HugePmdUnshareEach(gather, vma, range);
            return;
        }

        for (var start = range.Start; start < range.End;)
        {
            var end = Min(range.End, start.AlignDown<P4d>() + P4d.Span);
            Probe.Tell(new Called(KernelFunction.HugePteOffset, (long)((end - start).Bytes / Pud.Span)));
            var table = PudTable(vma.Mm, start);
            if (!table.IsNull) ScanPudTable(gather.State, vma, table, start, end);
            start = end;
        }
    }

    /// <summary>A share count alone says what is shared, in entries that name tables.</summary>
    private bool CanScan(Vma vma) => vma.IsPmdSized && !(_rules.CountsPageReferences && machine.HeldTables.Count != 0);

    private void HugePmdUnshareEach(Gather gather, Vma vma, AddrRange range)
    {
        for (var address = range.Start; address < range.End; address += Pud.Span)
        {
            if (!TryHugePteOffset(vma, address, out var ptep)) continue;
            using var ptl = HugePteLock(vma, ptep);
            HugePmdUnshare(gather, vma, address, ptep);
        }
    }

    /// <param name="start">In the PUD table's 512G, as all up to <paramref name="end"/>.</param>
    private void ScanPudTable(GatherState owed, Vma vma, Table<Pud> table, VirtAddr start, VirtAddr end)
    {
        var (first, last) = ((int)start.Index<Pud>(), (int)(end - new ByteSize(1)).Index<Pud>());
        // With the silent probe nobody is to be told of each entry, and the JIT leaves the other call out.
        var done = IsSilent && HoldsLocksOfDetach(vma)
            ? DetachedTables.Detach(_arena, table, first, last + 1)
            : DetachEach(vma, table, start, end);
        CountAttempts(done.Tables);
        if (done.Detached == 0) return;
        var base512G = start.AlignDown<P4d>();
        var range = new AddrRange(base512G + ((ulong)done.First * Pud.Span), base512G + ((ulong)(done.Last + 1) * Pud.Span));
        Owe(owed, vma.Mm, done.Detached, range, done.LeftOneUser);
    }

    /// <summary>Entry by entry: the probe is told of the lock of each table, and of each entry before it is cleared.</summary>
    private DetachedTables DetachEach(Vma vma, Table<Pud> table, VirtAddr start, VirtAddr end)
    {
        var all = new DetachedTables(0, 0, First: -1, Last: -1, LeftOneUser: false);
        for (var address = start; address < end; address += Pud.Span)
        {
            var entry = table[address];
            // Its call is counted with all others: this is the lock itself, which costs more if it is another table's than the last.
            using var ptl = entry.IsTable ? LockOf(entry.TableAddress) : default;
            if (entry.IsTable && _arena.Info(entry.TableAddress).ShareCount != 0) TellOfDetach(vma, table.At(address), address);
            var index = (int)address.Index<Pud>();
            var done = DetachedTables.Detach(_arena, table, index, index + 1);
            all = new(
                all.Tables + done.Tables, all.Detached + done.Detached, all.First < 0 ? done.First : all.First, Math.Max(all.Last, done.Last),
                all.LeftOneUser || done.LeftOneUser);
        }

        return all;
    }

    private void TellOfDetach(Vma vma, PteRef pud, VirtAddr address)
    {
        CheckLocksOfDetach(vma, address);
        Writes(StateKey.Entry(_tables.AddressOf(pud)));
        Probe.Tell(new Changed(vma.Mm.Number, address, Pud.Shift, pud.Value, Pte.None));
        Writes(StateKey.Shares(pud.Value.TableAddress));
    }

    /// <summary>What <see cref="DropShare"/> and <see cref="Owe(GatherState, VirtAddr, int)"/> do for each of so many tables.</summary>
    private void Owe(GatherState owed, Mm mm, int detached, AddrRange range, bool leftOneUser)
    {
        mm.PmdTables -= detached;
        Tally.Unshared += detached;
        Probe.Tell(new Called(KernelFunction.PudClear, detached));
        owed.HasUnshared = true;
        if (leftOneUser) owed.HasFullyUnshared = true;
        owed.Record<Pmd>(range);
    }

    private void CountAttempts(long attempts)
    {
        if (attempts == 0) return;
        Probe.Tell(new Called(KernelFunction.HugePteLock, attempts));
        Probe.Tell(new Called(KernelFunction.HugePmdUnshare, attempts));
    }
}
