using System.Numerics;
using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

/// <content>The loop of the unshare walk in bulk: 8 PUD entries, a cache line, at a time.</content>
public sealed partial class Kernel<P>
{
    /// <summary>
    /// What the loop "look up, lock, huge_pmd_unshare" does over every 1G of a range, with the same counts, the same tables
    /// and the same debt, by scanning the PUD tables (<see cref="SharedTables"/>).
    /// </summary>
    /// <param name="range">Aligned to 1G.</param>
    public void HugePmdUnshareRange(Gather gather, Vma vma, AddrRange range)
    {
        Ensure.That(range.Start.IsAligned<Pud>() && range.End.IsAligned<Pud>());
        for (var start = range.Start; start < range.End;)
        {
            var end = Min(range.End, start.AlignDown<P4d>() + P4d.Span);
            var slots = (long)((end - start).Bytes / Pud.Span);
            Probe.Calls(KernelFunction.HugePteOffset, slots);
            var table = PudTable(vma.Mm, start);
            if (!table.IsNull && vma.File.IsPmdSized) ScanPudTable(gather.State, vma, table, start, end);
            else if (!table.IsNull) CountAttempts(slots);
            start = end;
        }
    }

    private void ScanPudTable(GatherState owed, Vma vma, Table<Pud> table, VirtAddr start, VirtAddr end)
    {
        const ulong LineSpan = SharedTables.EntryCount * Pud.Span;
        var attempts = 0;
        for (var line = new VirtAddr(start.Value & ~(LineSpan - 1)); line < end; line += LineSpan)
        {
            var found = SharedTables.Find(_arena, table, (int)line.Index<Pud>());
            var inRange = SlotsInRange(line, start, end);
            attempts += BitOperations.PopCount((uint)(found.Tables & inRange));
            for (var shared = (uint)(found.Shared & inRange); shared != 0; shared &= shared - 1)
            {
                DetachSlot(owed, vma, table, line + ((ulong)BitOperations.TrailingZeroCount(shared) * Pud.Span));
            }
        }

        CountAttempts(attempts);
    }

    /// <summary>Which of the 8 slots from <paramref name="line"/> on lie in [start, end), as a mask.</summary>
    private static int SlotsInRange(VirtAddr line, VirtAddr start, VirtAddr end)
    {
        var first = start > line ? (int)((start - line).Bytes / Pud.Span) : 0;
        var last = (int)Math.Min(SharedTables.EntryCount, (end - line).Bytes / Pud.Span);
        return ((1 << last) - 1) & ~((1 << first) - 1);
    }

    private void DetachSlot(GatherState owed, Vma vma, Table<Pud> table, VirtAddr address)
    {
        CheckLocksOfDetach(vma, address);
        var shared = table[address].TableAddress;
        Set(vma.Mm, address, Pud.Shift, table.At(address), Pte.None);
        Owe(owed, address, DropShare(vma.Mm, shared));
    }

    private void CountAttempts(long attempts)
    {
        if (attempts == 0) return;
        Probe.Calls(KernelFunction.HugePteLock, attempts);
        Probe.Calls(KernelFunction.HugePmdUnshare, attempts);
    }
}
