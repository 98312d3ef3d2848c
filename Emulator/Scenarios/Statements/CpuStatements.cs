using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record SpinStatement(
    int Line,
    string Text,
    string Process,
    bool IsOn,
    CpuList Cpus)
    : ProcessStatement(Line, Text, Process)
{
    internal static SpinStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.IsOn(), a.Cpus("cpus", CpuList.One));

    public override string ToTraceLine() =>
        TraceLine.Of("spin", Process, TraceLine.OnOff(IsOn), TraceLine.Option("cpus", Cpus, CpuList.One));
}

public sealed record IdleStatement(int Line, string Text, string Process, bool IsOn)
    : ProcessStatement(Line, Text, Process)
{
    internal static IdleStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.IsOn());

    public override string ToTraceLine() => $"idle {Process} {TraceLine.OnOff(IsOn)}";
}

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

public sealed record GupFastStatement(int Line, string Text, string Process, VirtAddr Address)
    : ProcessStatement(Line, Text, Process)
{
    internal static GupFastStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Address("ADDR"));

    public override string ToTraceLine() => $"gup-fast {Process} {Address}";
}

public sealed record HoldTableStatement(
    int Line,
    string Text,
    string Process,
    VirtAddr Address,
    bool IsOn)
    : ProcessStatement(Line, Text, Process)
{
    internal static HoldTableStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Address("ADDR"), a.IsOn());

    public override string ToTraceLine() => $"hold-table {Process} {Address} {TraceLine.OnOff(IsOn)}";
}
