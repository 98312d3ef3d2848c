using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Scenarios;

public sealed record MadviseStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    MadviseBehavior Advice)
    : ProcessStatement(Line, Text, Process)
{
    internal static MadviseStatement From(Arguments a) =>
        new(a.Line, a.Text, a.Name("PROC"), a.Range("RANGE"), a.Word<MadviseBehavior>("ADVICE"));

    public override string ToTraceLine() => $"madvise {Process} {Range} {Words.Of(Advice)}";
}
