namespace Emulator.Scenarios;

public sealed record ExitStatement(int Line, string Text, string Process) : ProcessStatement(Line, Text, Process)
{
    internal static ExitStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"));

    public override string ToTraceLine() => $"exit {Process}";
}
