using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record GupFastStatement(int Line, string Text, string Process, VirtAddr Address)
    : ProcessStatement(Line, Text, Process)
{
    internal static GupFastStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Address("ADDR"));

    public override string ToTraceLine() => $"gup-fast {Process} {Address}";
}
