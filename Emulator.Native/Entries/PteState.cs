namespace Emulator.Native;

/// <summary>An entry, decoded once for the level it stands at (<see cref="Pte.Decode{TLevel}"/>).</summary>
/// <param name="Entry">The entry itself: its other bits are asked of it.</param>
/// <param name="Address">First byte of the table or page that it names; <see cref="PhysAddr.None"/> where it names none.</param>
/// <param name="Swap">The type and the offset of the kinds <see cref="PteKind.Swap"/> .. <see cref="PteKind.Marker"/>.</param>
public readonly record struct PteState(PteKind Kind, Pte Entry, PhysAddr Address = default, SwapEntry Swap = default)
{
    /// <summary>A page stands here as Linux sees it, whether or not the hardware may use it.</summary>
    public bool IsLeaf => Kind is PteKind.Leaf or PteKind.ProtNone;

    /// <summary>Linux's is_swap_pte: neither none nor present.</summary>
    public bool IsSwapEntry => Kind is >= PteKind.Swap and <= PteKind.Marker;

    public PteMarkers Markers => Kind == PteKind.Marker ? Swap.Markers : PteMarkers.None;
}

/// <summary>What an entry is: see <see cref="PteState"/>.</summary>
public enum PteKind
{
    /// <summary>pte_none: nothing.</summary>
    None,

    /// <summary>It names a table of the next lower level.</summary>
    Table,

    /// <summary>It maps a page: 4 kB, 2 MB or 1 GB by its level.</summary>
    Leaf,

    /// <summary>It holds a page that any access faults on (_PAGE_PROTNONE): Linux calls it present, the hardware does not.</summary>
    ProtNone,

    /// <summary>A slot of a swap file.</summary>
    Swap,

    /// <summary>A page that is being moved.</summary>
    Migration,

    /// <summary>A page whose memory is broken.</summary>
    HwPoison,

    /// <summary>A page that a device has.</summary>
    Device,

    /// <summary>No page, only <see cref="PteMarkers"/>.</summary>
    Marker,

    /// <summary>What a freed table is filled with (<see cref="FrameArena.Poison"/>): its reader is stale.</summary>
    ArenaPoison,

    /// <summary>Nothing that Linux writes at this level: P is clear, and it is none of the above.</summary>
    Invalid,
}
