using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record UffdContinueStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    string? Context)
    : ProcessStatement(Line, Text, Process)
{
    internal static UffdContinueStatement From(Arguments a) =>
        new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"), a.NameIfAny("ctx"));

    public override string ToTraceLine() => TraceLine.Of("uffd-continue", Process, Range, TraceLine.Option("ctx", Context));
}
