namespace Emulator.Native;

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
