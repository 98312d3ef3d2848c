namespace Emulator.Scenarios;

public sealed record ForkStatement(int Line, string Text, string Process, string Child)
    : ProcessStatement(Line, Text, Process)
{
    internal static ForkStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Name("CHILD"));

    public override string ToTraceLine() => $"fork {Process} {Child}";
}
