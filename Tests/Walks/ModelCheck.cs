using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Native;
using static Tests.Walks.SharingModel;

namespace Tests.Walks;

/// <summary>
/// Holds the tables of a <see cref="WorldMachine"/> against a <see cref="SharingModel"/>, byte by byte: every PUD table, every PMD
/// table, share counts, what the processes are charged for, and the VMAs. A table of the model is some frame, always the same.
/// </summary>
internal sealed class ModelCheck(WorldMachine on, SharingModel model)
{
    // Bits of entries as the SDM and Linux number them: P RW US A D, and for a 2M page also PS, soft-dirty and XD.
    private const ulong TableBits = 1 | 2 | 4 | 32 | 64;
    private const ulong PageBits = TableBits | 128 | 2048 | (1UL << 63);

    private readonly Dictionary<int, PhysAddr> _frames = [];
    private readonly ulong[] _expected = new ulong[512];

    /// <returns>What differs, or null.</returns>
    public string? FirstDifference() =>
        Tables('A') ?? Tables('B') ?? Counts('A') ?? Counts('B') ?? Pages() ?? Vmas() ?? Whole();

    private string? Tables(char process)
    {
        // A and B live below 1T.
        for (var pud = 0UL; pud < 2; pud++)
        {
            var table = PageTables.PudTable(on.Machine.Arena.Memory, on.MmOf(process), new(pud * 512 * G));
            if (table.IsNull == model.Puds.Contains((process, pud)))
            {
                return $"{process} has {(table.IsNull ? "no" : "a")} PUD table for {pud * 512}G";
            }

            if (!table.IsNull && PudEntries(process, pud, table) is { } difference) return difference;
        }

        return null;
    }

    private string? PudEntries(char process, ulong pud, Table<Pud> table)
    {
        Array.Clear(_expected);
        foreach (var ((owner, slot), id) in model.Tables)
        {
            if (owner != process || slot / 512 != pud) continue;
            if (!_frames.TryGetValue(id, out var frame)) _frames[id] = frame = table[new VirtAddr(slot * G)].TableAddress;
            _expected[slot % 512] = frame.Value | TableBits;
        }

        if (table.Entries.SequenceEqual(_expected)) return null;
        var at = table.Entries.CommonPrefixLength(_expected);
        return $"{process}'s PUD entry of {(pud * 512) + (ulong)at}G is {table.Entries[at]:x}, and should be {_expected[at]:x}";
    }

    private string? Counts(char process)
    {
        var mm = on.MmOf(process);
        var slots = model.Tables.Keys.Count(key => key.Process == process);
        var puds = model.Puds.Count(key => key.Process == process);
        if (mm.PmdTables != slots) return $"{process} counts {mm.PmdTables} PMD tables for {slots}";
        return mm.PageTableKilobytes == 4 * (slots + puds) ? null : $"{process} has {mm.PageTableKilobytes} kB of tables";
    }

    private string? Pages()
    {
        if (_frames.Values.Distinct().Count() != _frames.Count) return "two tables are one frame";
        foreach (var id in model.Live)
        {
            var frame = _frames[id];
            var others = on.Machine.Arena.Info(frame).ShareCount;
            if (others != model.SharersOf(id) - 1) return $"table {id} counts {others} other sharers of {model.SharersOf(id)} in all";
            Array.Clear(_expected);
            // Offsets and addresses are the same modulo 1G in every mapping.
            foreach (var page in model.PagesOf(id)) _expected[page % 512] = on.File.Pages.Find(page).Value | PageBits;
            if (!on.Machine.Arena.TableAt<Pmd>(frame).Entries.SequenceEqual(_expected)) return $"table {id} maps other pages";
        }

        return null;
    }

    private string? Vmas()
    {
        var expected = model.Vmas.Where(vma => vma.Process == 'A').OrderBy(vma => vma.Start).ToList();
        var found = on.A.Vmas.All;
        if (found.Count != expected.Count) return $"A has {found.Count} VMAs and should have {expected.Count}";
        for (var i = 0; i < found.Count; i++)
        {
            var isSame = found[i].Start.Value == expected[i].Start
                && found[i].End.Value == expected[i].End
                && found[i].FileOffset.Bytes == expected[i].Offset
                && found[i].UffdForbidsSharing == expected[i].IsRegistered;
            if (!isSame) return $"VMA {i} of A is {found[i]}, registered {found[i].UffdForbidsSharing}";
        }

        return null;
    }

    private string? Whole()
    {
        var registered = model.Vmas.Where(vma => vma.IsRegistered).ToList();
        var left = model.Tables.Keys.Where(key => key.Process == 'A' && model.IsShared('A', key.Slot))
            .Count(key => registered.Exists(vma => vma.Start < (key.Slot + 1) * G && key.Slot * G < vma.End));
        var found = LeftShared.Count(on.Machine, on.A);
        if (found != left) return $"left shared {found}, and should be {left}";
        var tables = 2 + model.Puds.Count + model.Live.Count();
        return on.Machine.Arena.LiveTables == tables ? null : $"{on.Machine.Arena.LiveTables} tables live, and should be {tables}";
    }
}
