using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Without a <paramref name="Context"/> it is the process's own userfaultfd.</summary>
public sealed record UffdRegisterStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    UffdModes Mode,
    string? Context)
    : ProcessStatement(Line, Text, Process)
{
    internal static UffdRegisterStatement From(Arguments a) =>
        new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"), a.Flags<UffdModes>("MODE[+MODE]", '+'), a.NameIfAny("ctx"));

    public override string ToTraceLine() =>
        TraceLine.Of("uffd-register", Process, Range, Words.Of(Mode, '+'), TraceLine.Option("ctx", Context));
}
