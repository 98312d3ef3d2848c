using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record MunlockStatement(int Line, string Text, string Process, AddrRange Range)
    : ProcessStatement(Line, Text, Process)
{
    internal static MunlockStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"));

    public override string ToTraceLine() => $"munlock {Process} {Range}";
}
