using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>
/// The tables that a trace needs, from its text alone: a table for each 1G of a file that is touched or populated, however many
/// processes share it, and for a private mapping one in each process. Mappings that the kernel would refuse or that are gone
/// by then are left out, so a trace whose estimate exceeds memory can be refused before anything is allocated.
/// </summary>
/// <param name="levels">Of page tables, 4 or 5: a mapping beyond the user's addresses is refused.</param>
public sealed class TableEstimate(int levels)
{
    private readonly List<MmapStatement> _mappings = [];
    private readonly Dictionary<string, ulong> _pageBytes = [];
    private readonly Dictionary<string, ulong> _tables = [];
    private ulong _sum;

    /// <summary>Takes one more statement into account.</summary>
    /// <returns>The bytes of tables so far, where the statement makes some; otherwise null.</returns>
    public ByteSize? Add(Statement statement) => statement switch
    {
        FileStatement file => Note(() => _pageBytes[file.Name] = file.HugePage.Bytes),
        MmapStatement mmap => Map(mmap),
        MunmapStatement munmap => Note(() => _mappings.RemoveAll(one => one.Process == munmap.Process && munmap.Range.Contains(one.Range))),
        ExitStatement exit => Note(() => _mappings.RemoveAll(one => one.Process == exit.Process)),
        TouchStatement { Range: { } range } touch => Populate(touch.Process, range, touch.Every),
        MlockStatement mlock => Populate(mlock.Process, mlock.Range, null),
        MadviseStatement { Advice: MadviseBehavior.PopulateRead or MadviseBehavior.PopulateWrite } madvise =>
            Populate(madvise.Process, madvise.Range, null),
        _ => null,
    };

    private static ByteSize? Note(Action note)
    {
        note();
        return null;
    }

    private ByteSize? Map(MmapStatement mmap)
    {
        var end = new VirtAddr(1UL << (levels == 5 ? 56 : 47));
        var isTaken = _mappings.Exists(one => one.Process == mmap.Process && one.Range.Overlaps(mmap.Range));
        if (mmap.Range.IsEmpty || mmap.Range.End > end || isTaken) return null;
        _mappings.Add(mmap);
        return (mmap.Flags & MmapFlags.Populate) != 0 ? Populate(mmap.Process, mmap.Range, null) : null;
    }

    private ByteSize Populate(string process, AddrRange range, ByteSize? every)
    {
        foreach (var mapping in _mappings.Where(one => one.Process == process && one.Range.Overlaps(range))) Populate(mapping, range, every);
        return new(_sum * Table<Pmd>.SizeBytes);
    }

    private void Populate(MmapStatement mapping, AddrRange range, ByteSize? every)
    {
        // A 1 GB page needs no table of its own.
        if (_pageBytes[mapping.File] != Pmd.Span) return;
        var common = mapping.Range.Intersect(range);
        var step = Math.Max(Pud.Span, every?.Bytes ?? 0);
        var key = mapping.Sharing == Sharing.Shared ? mapping.File : $"{mapping.Process} {mapping.Range}";
        // The most that one statement needs: two of one file may meet the same tables.
        var before = _tables.GetValueOrDefault(key);
        _tables[key] = Math.Max(before, common.Length.Bytes / step);
        _sum += _tables[key] - before;
    }
}
