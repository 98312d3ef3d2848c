using Emulator.Native;

namespace Emulator.Scenarios;

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
