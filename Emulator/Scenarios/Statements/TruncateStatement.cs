using Emulator.Native;

namespace Emulator.Scenarios;

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
