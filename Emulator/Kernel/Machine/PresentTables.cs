using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>
/// The one way down a mm's tables for all that look at more than one address: written once, and specialised for each visitor
/// (the idea is gVisor's pkg/ring0/pagetables). It reads what is there, tells no probe, makes nothing and allocates nothing. What goes down
/// by itself says why: a lookup (<see cref="PageTables"/>), pud_alloc, free_pgd_range, the hardware's own walk, and the tables of its traces.
/// </summary>
internal static class PresentTables
{
    /// <summary>Visits the entries of a whole address space.</summary>
    internal static void Visit<TVisitor>(FrameArena arena, Mm mm, ref TVisitor visitor) where TVisitor : struct, ITableVisitor =>
        Visit(arena, mm, WholeOf(mm), ref visitor);

    /// <summary>Visits the entries that overlap a range, by address, each table's before what hangs below it.</summary>
    /// <param name="visitor">Kept by the caller: what it has found is in it.</param>
    internal static void Visit<TVisitor>(FrameArena arena, Mm mm, AddrRange range, ref TVisitor visitor) where TVisitor : struct, ITableVisitor
    {
        ArgumentNullException.ThrowIfNull(arena);
        ArgumentNullException.ThrowIfNull(mm);
        range = range.Intersect(WholeOf(mm));
        if (range.IsEmpty) return;
        VisitTable(arena.Memory, mm.Levels, mm.Root, VirtAddr.Zero, range, ref visitor);
    }

    private const int IndexBits = 9;

    private static AddrRange WholeOf(Mm mm) => new(VirtAddr.Zero, new(1UL << (mm.Levels == 5 ? Pgd.Shift : P4d.Shift) << IndexBits));

    /// <param name="level">A number, and not a type as elsewhere: the loop is then compiled once for each visitor, and not once for each of its levels.</param>
    /// <param name="start">The first address that goes through the table.</param>
    /// <returns>Next or Stop.</returns>
    private static Onward VisitTable<TVisitor>(
        TableMemory tables, int level, PhysAddr table, VirtAddr start, AddrRange range, ref TVisitor visitor)
        where TVisitor : struct, ITableVisitor
    {
        var shift = Pt.Shift + (IndexBits * (level - Pt.Number));
        var part = range.Intersect(new(start, start + (1UL << shift << IndexBits)));
        // At each level a table is 512 entries.
        var entries = tables.TableAt<Pud>(table).Entries[..((int)((part.End - start).Bytes - 1 >> shift) + 1)];
        for (var i = (int)((part.Start - start).Bytes >> shift); i < entries.Length; i++)
        {
            if (entries[i] == 0)
            {
                var skipped = entries[i..].IndexOfAnyExcept(0UL);
                if (skipped < 0) break;
                i += skipped;
            }

            var (at, entry) = (start + ((ulong)i << shift), new Pte(entries[i]));
            var onward = visitor.Visit(level, at, entry);
            // Below a PMD entry hugetlb has nothing.
            if (onward == Onward.Down && level > Pmd.Number && entry.IsTable)
                onward = VisitTable(tables, level - 1, entry.TableAddress, at, range, ref visitor);
            if (onward == Onward.Up) break;
            if (onward == Onward.Stop) return Onward.Stop;
        }

        return Onward.Next;
    }
}

/// <summary>What looks at a mm's tables: a small struct, with what it looks for and what it has found.</summary>
internal interface ITableVisitor
{
    /// <summary>An entry that is not empty: it names a table, is a page, or is a marker, which is not present.</summary>
    /// <param name="level">Of the table that it is in: Pgd.Number to Pmd.Number.</param>
    /// <param name="start">The first address that it is for.</param>
    Onward Visit(int level, VirtAddr start, Pte entry);
}

/// <summary>Where the visit of an entry leads.</summary>
internal enum Onward
{
    /// <summary>Into the table that the entry names, if it names one.</summary>
    Down,

    /// <summary>To the next entry of the same table.</summary>
    Next,

    /// <summary>Out of this table, to the next entry of the one above.</summary>
    Up,

    /// <summary>It is over.</summary>
    Stop,
}
