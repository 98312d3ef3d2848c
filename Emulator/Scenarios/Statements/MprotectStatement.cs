using Emulator.Native;

namespace Emulator.Scenarios;

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
