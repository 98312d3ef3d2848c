using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record MlockStatement(int Line, string Text, string Process, AddrRange Range)
    : ProcessStatement(Line, Text, Process)
{
    internal static MlockStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"));

    public override string ToTraceLine() => $"mlock {Process} {Range}";
}
