using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Makes a hugetlb memfd. It has no answer of its own, so what the kernel would refuse is an error of the trace.</summary>
public sealed record FileStatement(int Line, string Text, string Name, ByteSize Size, ByteSize HugePage) : Statement(Line, Text)
{
    private static readonly ByteSize HugePageDefault = ByteSize.FromMega(2);

    // loff_t is signed.
    private static readonly ByteSize SizeMax = new(long.MaxValue);

    internal static FileStatement From(Arguments a)
    {
        var name = a.Name("NAME");
        var size = a.Size("SIZE");
        var hugePage = a.OneOf("hugepage", HugePageDefault, ByteSize.Parse);
        if (size > SizeMax || !size.IsAligned(hugePage.Bytes)) throw a.Bad("SIZE", $"a multiple of {hugePage} (the huge page) below 8192P");
        return new(a.Line, a.Text, name, size, hugePage);
    }

    public override string ToTraceLine() => TraceLine.Of("file", Name, Size, TraceLine.Option("hugepage", HugePage, HugePageDefault));
}

/// <summary>The range is of the file: offsets, not addresses.</summary>
public sealed record FallocateStatement(
    int Line,
    string Text,
    string Process,
    string File,
    AddrRange Range,
    bool IsPunch)
    : ProcessStatement(Line, Text, Process), IUsesFile
{
    internal static FallocateStatement From(Arguments a) =>
        new(a.Line, a.Text, a.Name("PROC"), a.Name("FILE"), a.Range("RANGE"), a.Has("punch"));

    public override string ToTraceLine() => TraceLine.Of("fallocate", Process, File, Range, TraceLine.Flag("punch", IsPunch));
}

public sealed record TruncateStatement(
    int Line,
    string Text,
    string Process,
    string File,
    ByteSize Size)
    : ProcessStatement(Line, Text, Process), IUsesFile
{
    internal static TruncateStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Name("FILE"), a.Size("SIZE"));

    public override string ToTraceLine() => $"truncate {Process} {File} {Size}";
}
