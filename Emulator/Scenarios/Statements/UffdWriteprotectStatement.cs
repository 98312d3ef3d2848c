using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record UffdWriteprotectStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    bool IsOn,
    string? Context)
    : ProcessStatement(Line, Text, Process)
{
    internal static UffdWriteprotectStatement From(Arguments a) =>
        new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"), a.IsOn(), a.NameIfAny("ctx"));

    public override string ToTraceLine() =>
        TraceLine.Of("uffd-writeprotect", Process, Range, TraceLine.OnOff(IsOn), TraceLine.Option("ctx", Context));
}
