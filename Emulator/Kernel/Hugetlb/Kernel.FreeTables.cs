using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Freeing tables that no VMA needs: free_pgtables and free_pgd_range, mm/memory.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>At the most so many VMAs are unlinked under one lock (struct unlink_vma_file_batch).</summary>
    private const int UnlinkBatchMax = 8;

    /// <summary>free_pgtables: unlinks the VMAs from their files, and frees each table that lies between the VMAs that stay.</summary>
    private void FreePgtables(GatherState owed, List<Vma> goes)
    {
        using var frame = Enter(KernelFunction.FreePgtables);
        var mm = owed.Mm;
        var all = new AddrRange(goes[0].Start, goes[^1].End);
        var (floor, ceiling) = (FloorOf(mm, all), CeilingOf(mm, all));
        for (var i = 0; i < goes.Count;)
        {
            var run = _rules.UnlinksInBatches ? RunLength(goes, i) : 1;
            UnlinkFiles(goes, i, run);
            var next = i + run < goes.Count ? goes[i + run].Start : ceiling;
            FreePgdRange(owed, new(goes[i].Start, goes[i + run - 1].End), floor, next);
            i += run;
        }

        Writes(mm.VmasKey);
        foreach (var vma in goes)
        {
            mm.Vmas.Remove(vma);
            vma.IsDetached = true;
            Unreserve(vma);
        }
    }

    /// <summary>Where the VMA before a range ends.</summary>
    private static VirtAddr FloorOf(Mm mm, AddrRange range) => mm.Vmas.Around(range).Before?.End ?? VirtAddr.Zero;

    /// <summary>Where the VMA after a range starts. The kernel writes "none" as 0; here it is the end of the address space.</summary>
    private static VirtAddr CeilingOf(Mm mm, AddrRange range) =>
        mm.Vmas.Around(range).After?.Start ?? new VirtAddr(1UL << (mm.Levels == 5 ? 57 : 48));

    /// <summary>VMAs from <paramref name="first"/> on that are at most 2 MB apart: their tables are freed in one call.</summary>
    private static int RunLength(List<Vma> goes, int first)
    {
        var length = 1;
        while (first + length < goes.Count && goes[first + length].Start <= goes[first + length - 1].End + Pmd.Span) length++;
        return length;
    }

    private void UnlinkFiles(List<Vma> goes, int first, int count)
    {
        for (var i = first; i < first + count;)
        {
            var file = goes[i].File;
            using var iMmap = IMmapLockWrite(file);
            Writes(file.IMmapKey);
            for (var batch = 0; batch < UnlinkBatchMax && i < first + count && goes[i].File == file; batch++) file.IMmap.Remove(goes[i++]);
        }
    }

    // Goes down by itself, not by PresentTables: it frees tables on the way back, tells the probe of each read, and looks at holes too.
    /// <summary>
    /// free_pgd_range: each table of the range whose whole span lies between <paramref name="floor"/> and
    /// <paramref name="ceiling"/>, where no VMA is left.
    /// </summary>
    private void FreePgdRange(GatherState owed, AddrRange range, VirtAddr floor, VirtAddr ceiling)
    {
        var top = owed.Mm.Root;
        if (owed.Mm.Levels == 4)
        {
            FreePuds(owed, _tables.TableAt<P4d>(top), range, floor, ceiling);
            return;
        }

        for (var address = range.Start; address < range.End; address = address.AlignDown<Pgd>() + Pgd.Span)
        {
            var entry = _tables.TableAt<Pgd>(top).At(address);
            if (Get(entry).IsNone) continue;
            var table = entry.Value.TableAddress;
            var end = Min(range.End, address.AlignDown<Pgd>() + Pgd.Span);
            FreePuds(owed, _tables.TableAt<P4d>(table), new(address, end), floor, ceiling);
            if (!IsBetween<Pgd>(address, floor, ceiling)) continue;
            Set(owed.Mm, address.AlignDown<Pgd>(), Pgd.Shift, entry, Pte.None);
            FreeTableTlb<Pgd>(owed, table, address.AlignDown<Pgd>());
        }
    }

    private void FreePuds(GatherState owed, Table<P4d> p4d, AddrRange range, VirtAddr floor, VirtAddr ceiling)
    {
        for (var address = range.Start; address < range.End; address = address.AlignDown<P4d>() + P4d.Span)
        {
            var isUnused = IsBetween<P4d>(address, floor, ceiling);
            FreePud(owed, p4d.At(address), new(address, Min(range.End, address.AlignDown<P4d>() + P4d.Span)), floor, ceiling, isUnused);
            // With four levels the P4D is folded into the PGD, and a folded entry never reads as none (pgd_none is 0): free_p4d_range
            // "frees" it whether or not there was a table below, and so records a flush with no level of its own.
            if (isUnused && owed.Mm.Levels == 4) owed.RecordFreedTable<Pgd>(address.AlignDown<P4d>());
        }
    }

    private void FreePud(GatherState owed, PteRef entry, AddrRange range, VirtAddr floor, VirtAddr ceiling, bool isUnused)
    {
        if (Get(entry).IsNone) return;
        var table = entry.Value.TableAddress;
        FreePmds(owed, _tables.TableAt<Pud>(table), range, floor, ceiling);
        if (!isUnused) return;
        Writes(owed.Mm.UpperTablesKey);
        Set(owed.Mm, range.Start.AlignDown<P4d>(), P4d.Shift, entry, Pte.None);
        owed.Mm.PudTables--;
        FreeTableTlb<P4d>(owed, table, range.Start.AlignDown<P4d>());
    }

    private void FreePmds(GatherState owed, Table<Pud> pud, AddrRange range, VirtAddr floor, VirtAddr ceiling)
    {
        for (var address = range.Start; address < range.End; address = address.AlignDown<Pud>() + Pud.Span)
        {
            if (IsSilent) address = NextEntry(pud, address);
            if (address >= range.End) break;
            var entry = pud.At(address);
            if (!Get(entry).IsTable || !IsBetween<Pud>(address, floor, ceiling)) continue;
            var table = entry.Value.TableAddress;
            Set(owed.Mm, address.AlignDown<Pud>(), Pud.Shift, entry, Pte.None);
            owed.Mm.PmdTables--;
            FreeTableTlb<Pud>(owed, table, address.AlignDown<Pud>());
        }
    }

    /// <summary>The address, or where the next entry of the table that is not empty begins; the end of the table's 512G if none is left.</summary>
    private static VirtAddr NextEntry(Table<Pud> table, VirtAddr address)
    {
        var first = (int)address.Index<Pud>();
        var skipped = table.Entries[first..].IndexOfAnyExcept(0UL);
        return skipped switch
        {
            0 => address,
            < 0 => address.AlignDown<P4d>() + P4d.Span,
            _ => address.AlignDown<Pud>() + ((ulong)skipped * Pud.Span),
        };
    }

    /// <summary>Does the whole span of the entry that an address goes through lie between the VMAs that stay?</summary>
    private static bool IsBetween<TLevel>(VirtAddr address, VirtAddr floor, VirtAddr ceiling) where TLevel : struct, ILevel
    {
        var start = address.AlignDown<TLevel>();
        return start >= floor && start + (1UL << TLevel.Shift) <= ceiling;
    }

    private static VirtAddr Min(VirtAddr a, VirtAddr b) => a < b ? a : b;
}
