using Emulator.Native;

namespace Emulator.Scenarios;

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
