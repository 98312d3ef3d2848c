using static Tests.Walks.SharingModel;

namespace Tests.Walks;

/// <summary>What of A's mapping is registered: from the first cut to the second, null for none.</summary>
internal sealed record Registration(ulong? StartCut, ulong? EndCut)
{
    private static readonly ulong?[] Beside = [0, 2 * M, 512 * M];

    /// <summary>A start around the border of slots 0 and 1, an end around that of slots 2 and 3; and both in slot 1.</summary>
    public static IEnumerable<Registration> All { get; } =
    [
        .. from start in Around(PudWorld.Base + G) from end in Around(PudWorld.Base + (3 * G)) select new Registration(start, end),
        new(PudWorld.Base + G + (2 * M), PudWorld.Base + (2 * G) - (2 * M)),
        new(PudWorld.Base + G, PudWorld.Base + (2 * G)),
    ];

    public (ulong Start, ulong End) In(PudWorld world) => (StartCut ?? world.Start, EndCut ?? world.End);

    public override string ToString() => $"register {Text(StartCut)}..{Text(EndCut)}";

    private static IEnumerable<ulong?> Around(ulong border) => [null, border - (2 * M), .. Beside.Select(bytes => border + bytes)];

    private static string Text(ulong? cut) => cut is { } at ? $"{(long)(at - PudWorld.Base) / (long)M}M" : "";
}
