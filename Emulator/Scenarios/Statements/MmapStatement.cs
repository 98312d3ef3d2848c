using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record MmapStatement(
    int Line,
    string Text,
    string Process,
    string File,
    AddrRange Range,
    Sharing Sharing,
    Protection Protection,
    ByteSize Offset,
    MmapFlags Flags,
    bool IsReadOnlyFile)
    : ProcessStatement(Line, Text, Process), IUsesFile
{
    internal static MmapStatement From(Arguments a) => new(
        a.Line,
        a.Text,
        a.Name("PROC"),
        a.Name("FILE"),
        a.Range("RANGE"),
        a.Word<Sharing>("shared|private"),
        a.Word("prot", Protection.RW),
        a.Size("offset", ByteSize.Zero),
        a.Flags("flags", ',', MmapFlags.None),
        a.Has("fd"));

    public override string ToTraceLine() => TraceLine.Of(
        "mmap", Process, File, Range, Words.Of(Sharing),
        TraceLine.Option("prot", Protection, Protection.RW),
        TraceLine.Option("offset", Offset, ByteSize.Zero),
        TraceLine.Option("flags", Flags, MmapFlags.None, ','),
        TraceLine.Flag("fd=ro", IsReadOnlyFile));
}
