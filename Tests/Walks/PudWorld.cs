using static Tests.Walks.SharingModel;

namespace Tests.Walks;

/// <summary>
/// A mapping of A over four 1Gs, that begins and ends on their borders or 2M beside them, and what was touched:
/// <code>
///    509G      510G      511G      512G      513G      514G     515G       A's second half has a PUD table of its own
///     |        -|+        |         |         |        -|+        |
///     |  extra  |  slot 0 |  slot 1 |  slot 2 |  slot 3 |  extra  |        states, in this order
/// B: 64G       65G       66G       67G       68G       69G       70G       all of the file; slot 1 also at 128G
/// </code>
/// </summary>
internal sealed record PudWorld(ulong Start, ulong End, IReadOnlyList<SlotState> Slots)
{
    public const ulong Base = 510 * G;
    public const ulong FileBytes = 6 * G;
    public const ulong StartOfB = 64 * G;
    public const ulong SecondOfB = 128 * G;

    private const ulong FirstSlot = Base - G;
    private const int SlotOfSecond = 2;

    private static readonly SlotState[] Any = Enum.GetValues<SlotState>();
    private static readonly SlotState[] None = [SlotState.Nobody];
    private static readonly SlotState[] Edge = [SlotState.Nobody, SlotState.AThenB];

    public static IEnumerable<PudWorld> All { get; } =
    [
        .. from start in (ulong[])[Base, Base + (2 * M), Base - (2 * M)]
           from end in (ulong[])[Base + (4 * G), Base + (4 * G) + (2 * M), Base + (4 * G) - (2 * M)]
           from before in start < Base ? Edge : None
           from slot0 in Any
           from slot1 in Any
           from slot2 in Any
           from slot3 in Any
           from after in end > Base + (4 * G) ? Edge : None
           select new PudWorld(start, end, [before, slot0, slot1, slot2, slot3, after]),
    ];

    public IReadOnlyList<(char Process, ulong Start, ulong End, ulong Offset)> Mappings { get; } =
    [
        ('A', Start, End, Start - FirstSlot),
        ('B', StartOfB, StartOfB + FileBytes, 0),
        ('B', SecondOfB, SecondOfB + G, SlotOfSecond * G),
    ];

    public IReadOnlyList<(char Process, ulong Address)> Touches { get; } = [.. TouchesOf(Start, Slots)];

    public override string ToString() =>
        $"{(long)(Start - Base) / (long)M}M..4G{(long)(End - Base - (4 * G)) / (long)M:+0;-0;+0}M {string.Join(' ', Slots)}";

    private static IEnumerable<(char Process, ulong Address)> TouchesOf(ulong start, IReadOnlyList<SlotState> slots)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            var slot = (ulong)i * G;
            if (slots[i] == SlotState.Nobody) continue;
            yield return ('A', Math.Max(start, FirstSlot + slot));
            if (slots[i] == SlotState.A) continue;
            yield return ('B', StartOfB + slot + (514 * M));
            if (i == SlotOfSecond) yield return ('B', SecondOfB + (4 * M));
        }
    }
}

/// <summary>Which processes touched a 1G before the registration; the rules say whether that shares a table.</summary>
internal enum SlotState
{
    Nobody,
    A,

    /// <summary>A, then B, which maps the whole file: shared where A's mapping contains the whole 1G.</summary>
    AThenB,
}
