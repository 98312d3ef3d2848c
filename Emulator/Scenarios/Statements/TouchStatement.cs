using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Accesses over a <paramref name="Range"/>, or one at each of <paramref name="Addresses"/> (then there is no range).</summary>
/// <param name="Every">The step; null is the file's huge page.</param>
public sealed record TouchStatement(
    int Line,
    string Text,
    string Process,
    AddrRange? Range,
    ValueList<VirtAddr> Addresses,
    AccessKind Access,
    ByteSize? Every)
    : ProcessStatement(Line, Text, Process)
{
    private const string Target = "RANGE|ADDR[,ADDR...]";

    internal static TouchStatement From(Arguments a)
    {
        var process = a.Name("PROC");
        var isRange = a.Value(Target).Contains("..", StringComparison.Ordinal);
        AddrRange? range = isRange ? a.Range(Target) : null;
        var addresses = isRange ? ValueList<VirtAddr>.Empty : a.Addresses(Target);
        var access = a.Word("read|write", AccessKind.Write);
        var every = a.SizeIfAny("every");
        if (every is { } step && (step == ByteSize.Zero || !step.IsAligned(Pt.Span))) throw a.Bad("every", "a positive multiple of 4K");
        return new(a.Line, a.Text, process, range, addresses, access, every);
    }

    public override string ToTraceLine() => TraceLine.Of(
        "touch",
        Process,
        Range is { } range ? range : string.Join(',', Addresses),
        TraceLine.Flag("read", Access == AccessKind.Read),
        TraceLine.Option("every", Every));
}

public enum AccessKind
{
    Write,
    Read,
}
