using Emulator.Native;

namespace Perf.Bench;

/// <summary>The tables of one size that the operations go over, and room for what they find.</summary>
internal sealed class ScanTables(Table<Pmd>[] tables, int count)
{
    private readonly EntryMask[] _masks = new EntryMask[count];

    internal delegate void Marking(Span<EntryMask> masks);

    internal ReadOnlySpan<Table<Pmd>> Tables => tables.AsSpan(0, count);

    /// <summary>The halves together are as many bytes as all.</summary>
    internal ReadOnlySpan<Table<Pmd>> FirstHalf => tables.AsSpan(0, count / 2);

    internal ReadOnlySpan<Table<Pmd>> SecondHalf => tables.AsSpan(count / 2, count / 2);

    internal ulong Bytes => (ulong)count * Table<Pmd>.SizeBytes;

    internal long Entries => (long)count * Table<Pmd>.EntryCount;

    /// <summary>Lets an operation mark entries.</summary>
    /// <returns>How many it marked in the last table: to count all would be measured too.</returns>
    internal long Marked(Marking mark)
    {
        mark(_masks);
        return _masks[(count / 2) - 1].Count;
    }
}
