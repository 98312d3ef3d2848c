using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record SpeculateStatement(
    int Line,
    string Text,
    string Process,
    VirtAddr Address)
    : ProcessStatement(Line, Text, Process)
{
    internal static SpeculateStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Address("ADDR"));

    public override string ToTraceLine() => $"speculate {Process} {Address}";
}
