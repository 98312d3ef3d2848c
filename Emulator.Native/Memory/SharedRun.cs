using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Emulator.Native;

/// <summary>
/// Enters the PMD tables of one PUD table into another, entry by entry, each counting its new user: what huge_pmd_share does for as many
/// 1Gs, where the page that is looked for is mapped in each of them.
/// </summary>
public static unsafe class SharedRun
{
    private const int PrefetchAhead = 24;

    /// <param name="from">A PUD table with tables to share.</param>
    /// <param name="to">The one that gets them.</param>
    /// <param name="leaf">Any address whose place in a PMD table is that of the pages that are looked for.</param>
    /// <param name="needed">Bits that the entry of each such page must have.</param>
    /// <returns>How many were entered; the one after them is missing there, is there already here, or has no such page.</returns>
    // Safe: both runs are checked; Info checks the frame that an entry names, and an index of a PMD is 9 bits.
    public static int Enter(
        FrameArena arena, (Table<Pud> Table, int First) from, (Table<Pud> Table, int First) to, int count, VirtAddr leaf, ulong needed)
    {
        Ensure.That(count >= 0 && from.First >= 0 && to.First >= 0);
        Ensure.That(from.First + count <= Table<Pud>.EntryCount && to.First + count <= Table<Pud>.EntryCount);
        var source = from.Table.Pointer + (nuint)from.First;
        var target = to.Table.Pointer + (nuint)to.First;
        var entries = (ulong*)arena.Memory.Frames + leaf.Index<Pmd>();
        for (var i = 0; i < count; i++)
        {
            var entry = new Pte(source[i]);
            if (!entry.IsTable || target[i] != 0) return i;
            ref var info = ref arena.Info(entry.TableAddress);
            // The tables lie pages apart, where no prefetcher of the hardware follows.
            if (i + PrefetchAhead < count) Sse.Prefetch0(entries + ((source[i + PrefetchAhead] & Pte.Address4K) / sizeof(ulong)));
            if ((entries[entry.TableAddress.Value / sizeof(ulong)] & needed) != needed) return i;
            info.ShareCount++;
            target[i] = Pte.ForTable(entry.TableAddress).Raw;
        }

        return count;
    }

    /// <summary>
    /// The first entry from <paramref name="first"/> on that names a table which nobody else has; <paramref name="end"/> if none does.
    /// </summary>
    // Safe: the range is checked; Find looks at whole lines of the table.
    public static int End(FrameArena arena, Table<Pud> table, int first, int end)
    {
        Ensure.That(0 <= first && first <= end && end <= Table<Pud>.EntryCount);
        for (var line = first & -SharedTables.EntryCount; line < end; line += SharedTables.EntryCount)
        {
            var found = SharedTables.Find(arena, table, line);
            var own = (uint)(found.Tables & ~found.Shared) & (line < first ? uint.MaxValue << (first - line) : uint.MaxValue);
            if (own != 0) return Math.Min(end, line + BitOperations.TrailingZeroCount(own));
        }

        return end;
    }
}
