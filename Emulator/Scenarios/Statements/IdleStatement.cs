namespace Emulator.Scenarios;

public sealed record IdleStatement(int Line, string Text, string Process, bool IsOn)
    : ProcessStatement(Line, Text, Process)
{
    internal static IdleStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.IsOn());

    public override string ToTraceLine() => $"idle {Process} {TraceLine.OnOff(IsOn)}";
}
