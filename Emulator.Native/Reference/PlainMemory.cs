namespace Emulator.Native;

/// <summary>Memory as an arena takes it, touched and with nothing in it: what writing alone costs, to hold a builder of tables against.</summary>
public sealed unsafe class PlainMemory : IDisposable
{
    private readonly Mapping _mapping;
    private readonly ByteSize _size;

    /// <exception cref="ArenaLimitException">The machine does not give so much.</exception>
    public PlainMemory(ByteSize size)
    {
        _size = size;
        _mapping = new(size.Bytes, new());
        while (_mapping.CommittedBytes < size.Bytes) _mapping.CommitTo(Math.Min(size.Bytes, _mapping.CommittedBytes + (64UL << 20)));
        Set(0);
    }

    /// <summary>memset.</summary>
    // Safe: all of it is committed; a span has at most 1G, as its length is an int.
    public long Set(byte value)
    {
        const ulong Most = 1024 * 1024 * 1024;
        for (var at = 0UL; at < _size.Bytes; at += Most) new Span<byte>(_mapping.Base + at, (int)Math.Min(Most, _size.Bytes - at)).Fill(value);
        return (long)_size.Bytes;
    }

    /// <summary>ref_fill of Perf/reference/build.c: so many full PMD tables, and the PUD tables that name them.</summary>
    // Safe: checked that all of them are in the memory.
    public long Fill(ReferenceLibrary library, int tables)
    {
        Ensure.That(((ulong)tables + (((ulong)tables + 511) / 512)) * Table<Pmd>.SizeBytes <= _size.Bytes);
        return library.Fill((ulong*)_mapping.Base, tables);
    }

    public void Dispose() => _mapping.Dispose();
}
