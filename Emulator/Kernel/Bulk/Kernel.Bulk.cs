using Emulator.Native;

namespace Emulator.Kernel;

/// <content>
/// Faults in bulk. With the silent probe nobody is told of a page, so what the faithful path does to all the entries of a run alike is done at
/// once: same entries, same share counts, same pages. Whatever is not alike goes the faithful way, page by page.
/// </content>
public sealed partial class Kernel<P>
{
    /// <summary>For fewer pages the way round is longer.</summary>
    private const int BulkPagesMin = 4;

    /// <returns>How many accesses were made in bulk, 0 if the next one must go the faithful way.</returns>
    private int AccessRun(Vma vma, AddrRange range, ulong step, bool isWrite, ref RangeAccess all)
    {
        if (!vma.IsPmdSized || !range.Start.IsAligned<Pmd>()) return 0;
        var (done, faults) = step switch
        {
            Pmd.Span => PagesRun(vma, range, isWrite),
            Pud.Span => TablesRun(vma, range, isWrite),
            _ => default,
        };
        all = all.Plus(done, faults);
        return done;
    }

    /// <summary>Pages of 2M that one table maps: all there, or all missing and to be filled from the file.</summary>
    private (int Pages, int Faults) PagesRun(Vma vma, AddrRange range, bool isWrite)
    {
        var first = (int)range.Start.Index<Pmd>();
        var count = (int)Math.Min((ulong)(Table<Pmd>.EntryCount - first), PagesIn(range.Start, Min(range.End, vma.End)));
        if (count < BulkPagesMin) return default;
        var (table, isMade) = TableOf(vma, range.Start, isWrite);
        if (table.IsNull) return default;
        if (isMade && _arena.Info(_tables.TableOf(table.At(range.Start))).ShareCount == 0) return FillRun(vma, range.Start, table, count, isWrite);
        // The fault that shared the table found its page there, or the faithful way goes on with it.
        if (isMade) return IsThere(table[range.Start], isWrite) ? (1, 1) : default;
        var there = EntrySummary.Of(table, first, count);
        if (there.Present == count) return IsThere(there.All, isWrite) ? (count, 0) : default;
        return there.Present + there.Others == 0 ? FillRun(vma, range.Start, table, count, isWrite) : default;
    }

    private static bool IsThere(Pte leaf, bool isWrite) => leaf.IsHardwarePresent && (!isWrite || leaf.IsWritable);

    /// <summary>The PMD table of an address. The first fault there makes it, or shares one, whatever else comes of that fault.</summary>
    private (Table<Pmd> Table, bool IsMade) TableOf(Vma vma, VirtAddr address, bool isWrite)
    {
        var pud = PudOffset(vma.Mm, address);
        var isMissing = pud.IsNull || pud.Value.IsNone;
        if (isMissing && (vma.Flags & (isWrite ? VmFlags.Write : VmFlags.Access)) == 0) return default;
        if (isMissing) HugePteAlloc(vma, address);
        var entry = PudOffset(vma.Mm, address).Value;
        return (entry.IsTable ? _tables.TableAt<Pmd>(entry.TableAddress) : default, isMissing);
    }

    private static ulong PagesIn(VirtAddr start, VirtAddr end) => ((end - start).Bytes + Pmd.Span - 1) / Pmd.Span;

    /// <summary>What <see cref="HugetlbNoPage"/> does for each, where a shared mapping takes or makes the file's page.</summary>
    private (int Pages, int Faults) FillRun(Vma vma, VirtAddr address, Table<Pmd> table, int count, bool isWrite)
    {
        var canWrite = (vma.Flags & (VmFlags.Write | VmFlags.Shared)) == (VmFlags.Write | VmFlags.Shared);
        var isOwned = (vma.Flags & (VmFlags.UffdMissing | VmFlags.UffdMinor)) != 0;
        if (!vma.MayShare || vma.IsRobbed || isOwned || (vma.Flags & VmFlags.Access) == 0 || (isWrite && !canWrite)) return default;
        var index = vma.PageIndex(address);
        count = Math.Min(count, PageCache.LeftInBlock(index));
        var isInFile = vma.OffsetOf(address) + new ByteSize((ulong)count * Pmd.Span) <= vma.File.Size;
        if (!vma.File.Pages.TryFindRun(index, count, isInFile && !machine.HugePages.IsLimited, out var page)) return default;
        EntryFill.Store(table, (int)address.Index<Pmd>(), count, MakeHugePte(vma, page, canWrite));
        return (count, count);
    }

    /// <summary>Tables of 1G each that another mapping of the file has, all of them with the page that is looked for.</summary>
    private (int Tables, int Faults) TablesRun(Vma vma, AddrRange range, bool isWrite)
    {
        if ((vma.Flags & (isWrite ? VmFlags.Write : VmFlags.Access)) == 0 || vma.UffdForbidsSharing || !MayShareAt(vma, range.Start)) return default;
        var to = PudTable(vma.Mm, range.Start);
        if (to.IsNull || FindDonor(vma, range.Start) is not { } donor) return default;
        var there = donor.Start + (vma.OffsetOf(range.Start) - donor.FileOffset);
        var from = PudTable(donor.Mm, there);
        if (from.IsNull) return default;
        var (here, other) = ((int)range.Start.Index<Pud>(), (int)there.Index<Pud>());
        var count = Math.Min(WholePuds(vma, range.Start, range.End), WholePuds(donor, there, donor.End));
        count = Math.Min(count, Table<Pud>.EntryCount - Math.Max(here, other));
        var needed = isWrite ? Pte.Present | Pte.Write : Pte.Present;
        var done = SharedRun.Enter(_arena, (from, other), (to, here), count, range.Start, needed);
        vma.Mm.PmdTables += done;
        return (done, done);
    }

    /// <summary>1Gs from an address on that the VMA contains whole and that begin before an end.</summary>
    private static int WholePuds(Vma vma, VirtAddr address, VirtAddr end)
    {
        var start = address.AlignDown<Pud>();
        var inside = (vma.End - start).Bytes / Pud.Span;
        return (int)Math.Min(inside, Math.Min(((end - address).Bytes + Pud.Span - 1) / Pud.Span, Table<Pud>.EntryCount));
    }

    /// <summary>
    /// Whom <see cref="FindShareable"/> asks first. It is the first too for every later offset that it maps: nobody before it in the tree
    /// maps a byte from here to there.
    /// </summary>
    private Vma? FindDonor(Vma vma, VirtAddr address)
    {
        var (first, last) = (vma.OffsetOf(address), vma.FileLast);
        var donor = vma.File.IMmap.First(first, last);
        if (donor == vma) donor = IMmapTree.Next(donor, first, last);
        if (donor is null || donor.FileOffset > first) return null;
        var there = donor.Start + (first - donor.FileOffset);
        return IsPageTableShareable(donor, there, vma, address) ? donor : null;
    }
}
