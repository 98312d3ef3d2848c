using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>
/// The tables that a trace needs at the least, from its text alone: a table for each 1G of a file that is touched, however
/// many processes share it, and for a private mapping one in each process. What it says is reached by any kernel, so a trace
/// whose estimate exceeds memory is refused before anything is allocated.
/// </summary>
public sealed class TableEstimate
{
    private readonly List<MmapStatement> _mappings = [];
    private readonly Dictionary<string, ulong> _pageBytes = [];
    private readonly Dictionary<string, ulong> _tables = [];

    /// <summary>Takes one more statement into account.</summary>
    /// <returns>The bytes of tables so far, where the statement is a touch of a range; else null.</returns>
    public ByteSize? Add(Statement statement)
    {
        if (statement is FileStatement file) _pageBytes[file.Name] = file.HugePage.Bytes;
        if (statement is MmapStatement mmap) _mappings.Add(mmap);
        if (statement is not TouchStatement { Range: { IsEmpty: false } range } touch) return null;
        foreach (var mapping in _mappings.Where(one => one.Process == touch.Process && one.Range.Overlaps(range)))
        {
            Touch(mapping, touch, range);
        }
        return new(_tables.Values.Aggregate(0UL, (sum, tables) => sum + tables) * Table<Pmd>.SizeBytes);
    }

    private void Touch(MmapStatement mapping, TouchStatement touch, AddrRange range)
    {
        // A 1 GB page needs no table of its own.
        if (_pageBytes[mapping.File] != Pmd.Span) return;
        var common = mapping.Range.Intersect(range);
        var step = Math.Max(Pud.Span, touch.Every?.Bytes ?? 0);
        var key = mapping.Sharing == Sharing.Shared ? mapping.File : $"{mapping.Process} {mapping.Range}";
        // The most that one touch needs: two touches of one file may meet the same tables.
        _tables[key] = Math.Max(_tables.GetValueOrDefault(key), common.Length.Bytes / step);
    }
}
