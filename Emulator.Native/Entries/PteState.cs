namespace Emulator.Native;

/// <summary>An entry, decoded once for the level it stands at (<see cref="Pte.Decode{TLevel}"/>).</summary>
/// <param name="Entry">The entry itself: its other bits are asked of it.</param>
/// <param name="Address">First byte of the table or page that it names; <see cref="PhysAddr.None"/> where it names none.</param>
/// <param name="Swap">Of the kinds <see cref="PteKind.Swap"/> .. <see cref="PteKind.Marker"/>: the type and the offset.</param>
public readonly record struct PteState(PteKind Kind, Pte Entry, PhysAddr Address = default, SwapEntry Swap = default)
{
    /// <summary>A page stands here as Linux sees it, whether or not the hardware may use it.</summary>
    public bool IsLeaf => Kind is PteKind.Leaf or PteKind.ProtNone;

    /// <summary>Linux's is_swap_pte: neither none nor present.</summary>
    public bool IsSwapEntry => Kind is >= PteKind.Swap and <= PteKind.Marker;

    public PteMarkers Markers => Kind == PteKind.Marker ? Swap.Markers : PteMarkers.None;
}
