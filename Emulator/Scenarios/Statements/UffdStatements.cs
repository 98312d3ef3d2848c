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
