using Emulator.Kernel;
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

/// <summary>What a trace adds to MAP_FIXED_NOREPLACE | MAP_NORESERVE; <see cref="Reserve"/> takes the latter away.</summary>
[Flags]
public enum MmapFlags
{
    None = 0,
    Reserve = 1,
    Populate = 2,
}

public enum Sharing
{
    Shared,
    Private,
}

/// <summary>The bits of PROT_. A trace writes four of their sums: none, r, rw, rwx.</summary>
[Flags]
public enum Protection
{
    None = 0,
    R = 1,
    W = 2,
    X = 4,
    RW = R | W,
    RWX = R | W | X,
}

public sealed record MunmapStatement(int Line, string Text, string Process, AddrRange Range)
    : ProcessStatement(Line, Text, Process)
{
    internal static MunmapStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"));

    public override string ToTraceLine() => $"munmap {Process} {Range}";
}

public sealed record MprotectStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    Protection Protection)
    : ProcessStatement(Line, Text, Process)
{
    internal static MprotectStatement From(Arguments a) =>
        new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"), a.Word<Protection>("none|r|rw|rwx"));

    public override string ToTraceLine() => $"mprotect {Process} {Range} {Words.Of(Protection)}";
}

/// <summary><paramref name="Range"/> is the old mapping; a <paramref name="To"/> is MREMAP_MAYMOVE | MREMAP_FIXED.</summary>
public sealed record MremapStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    ByteSize Length,
    bool MayMove,
    VirtAddr? To,
    bool DontUnmap)
    : ProcessStatement(Line, Text, Process)
{
    internal static MremapStatement From(Arguments a) => new(
        a.Line,
        a.Text,
        a.Name("PROC"),
        a.Range("RANGE"),
        a.Size("length"),
        a.Has("maymove"),
        a.AddressIfAny("to"),
        a.Has("dontunmap"));

    public override string ToTraceLine() => TraceLine.Of(
        "mremap", Process, Range, $"length={Length}",
        TraceLine.Flag("maymove", MayMove),
        TraceLine.Option("to", To),
        TraceLine.Flag("dontunmap", DontUnmap));
}

public sealed record MadviseStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    MadviseBehavior Advice)
    : ProcessStatement(Line, Text, Process)
{
    internal static MadviseStatement From(Arguments a) =>
        new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"), a.Word<MadviseBehavior>("ADVICE"));

    public override string ToTraceLine() => $"madvise {Process} {Range} {Words.Of(Advice)}";
}

public sealed record MlockStatement(int Line, string Text, string Process, AddrRange Range)
    : ProcessStatement(Line, Text, Process)
{
    internal static MlockStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"));

    public override string ToTraceLine() => $"mlock {Process} {Range}";
}

public sealed record MunlockStatement(int Line, string Text, string Process, AddrRange Range)
    : ProcessStatement(Line, Text, Process)
{
    internal static MunlockStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"));

    public override string ToTraceLine() => $"munlock {Process} {Range}";
}
