using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>__unmap_hugepage_range in bulk, with the silent probe (Kernel.Bulk.cs): same entries, same counts, same flushes.</content>
public sealed partial class Kernel<P>
{
    private bool CanUnmapInBulk(Vma vma) => CanScan(vma) && vma.MayShare && !_rules.SyncsEachTable && HoldsLocksOfDetach(vma);

    /// <returns>The part of the range, from its start on, that is unmapped now; an empty one if the next page must go the faithful way.</returns>
    private AddrRange UnmapRun(Gather gather, Vma vma, AddrRange range, bool dropsMarkers, ref bool hasUnshared)
    {
        var start = range.Start;
        if (!CanUnmapInBulk(vma)) return default;
        var end = Min(range.End, start.AlignDown<P4d>() + P4d.Span);
        var table = PudTable(vma.Mm, start);
        if (table.IsNull) return new(start, end);
        if (NextEntry(table, start) is var next && next > start) return new(start, Min(next, end));
        if (table[start] is not { IsTable: true } entry) return default;
        if (_arena.Info(entry.TableAddress).ShareCount == 0) return ZapRun(gather.State, vma, entry.TableAddress, new(start, end), dropsMarkers);
        hasUnshared = true;
        return new(start, DetachRun(gather, vma, table, start, end));
    }

    /// <summary>
    /// Shared tables up to the next that is not. A VMA maps each 1G of its file once, so no table is named twice, and those
    /// that are shared now are shared when their turn comes.
    /// </summary>
    /// <param name="end">In the 512G of <paramref name="start"/>, or its end.</param>
    private VirtAddr DetachRun(Gather gather, Vma vma, Table<Pud> table, VirtAddr start, VirtAddr end)
    {
        var first = (int)start.Index<Pud>();
        var last = (int)(end - new ByteSize(1)).Index<Pud>();
        var stop = SharedRun.End(_arena, table, first, last + 1);
        var done = DetachedTables.Detach(_arena, table, first, stop);
        Ensure.That(done.Detached == done.Tables);
        var base512G = start.AlignDown<P4d>();
        var range = new AddrRange(base512G + ((ulong)done.First * Pud.Span), base512G + ((ulong)(done.Last + 1) * Pud.Span));
        if (_rules.UnmapFlush == UnmapFlush.Gather)
        {
            Owe(gather.State, vma.Mm, done.Detached, range, done.LeftOneUser);
        }
        else
        {
            vma.Mm.PmdTables -= done.Detached;
            Tally.Unshared += done.Detached;
            if (_rules.UnmapFlush == UnmapFlush.Forced) gather.State.Record<Pmd>(range);
        }

        return Min(end, base512G + ((ulong)stop * Pud.Span));
    }

    /// <summary>
    /// The pages of one table that is this mm's alone. Not where an entry must stay, and not where the gather's batch would be full on the way:
    /// then it is flushed there, with what is recorded by then.
    /// </summary>
    private AddrRange ZapRun(GatherState owed, Vma vma, PhysAddr pmd, AddrRange range, bool dropsMarkers)
    {
        var start = range.Start;
        var end = Min(range.End, start.AlignDown<Pud>() + Pud.Span);
        var (table, first) = (_tables.TableAt<Pmd>(pmd), (int)start.Index<Pmd>());
        var count = (int)PagesIn(start, end);
        var there = EntrySummary.Of(table, first, count);
        var mustStay = there.Others != 0 || (!dropsMarkers && there.Any.IsUffdWp);
        if (count < BulkPagesMin || mustStay || owed.PagesWaiting + there.Present >= _rules.GatherPagesMax) return default;
        if (there.Present != 0)
        {
            var entries = table.Entries.Slice(first, count);
            var (low, high) = (entries.IndexOfAnyExcept(0UL), entries.LastIndexOfAnyExcept(0UL));
            owed.Record<Pmd>(new(start + ((ulong)low * Pmd.Span), start + ((ulong)(high + 1) * Pmd.Span)));
            EntryFill.Clear(table, first, count);
            _arena.Info(pmd).ForgetLeaf();
            owed.PagesWaiting += there.Present;
        }

        return new(start, end);
    }
}
