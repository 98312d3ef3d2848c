using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record MunmapStatement(int Line, string Text, string Process, AddrRange Range)
    : ProcessStatement(Line, Text, Process)
{
    internal static MunmapStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"));

    public override string ToTraceLine() => $"munmap {Process} {Range}";
}
