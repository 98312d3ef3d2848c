using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record UffdUnregisterStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    string? Context)
    : ProcessStatement(Line, Text, Process)
{
    internal static UffdUnregisterStatement From(Arguments a) =>
        new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"), a.NameIfAny("ctx"));

    public override string ToTraceLine() => TraceLine.Of("uffd-unregister", Process, Range, TraceLine.Option("ctx", Context));
}
