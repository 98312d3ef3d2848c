using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary><paramref name="Range"/> is the old mapping; a <paramref name="To"/> is MREMAP_MAYMOVE | MREMAP_FIXED.</summary>
public sealed record MremapStatement(
    int Line,
    string Text,
    string Process,
    AddrRange Range,
    ByteSize Length,
    bool MayMove,
    VirtAddr? To,
    bool DontUnmap)
    : ProcessStatement(Line, Text, Process)
{
    internal static MremapStatement From(Arguments a) => new(
        a.Line,
        a.Text,
        a.Name("PROC"),
        a.Range("RANGE"),
        a.Size("length"),
        a.Has("maymove"),
        a.AddressIfAny("to"),
        a.Has("dontunmap"));

    public override string ToTraceLine() => TraceLine.Of(
        "mremap", Process, Range, $"length={Length}",
        TraceLine.Flag("maymove", MayMove),
        TraceLine.Option("to", To),
        TraceLine.Flag("dontunmap", DontUnmap));
}
