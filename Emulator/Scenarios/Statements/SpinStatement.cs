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
