using Emulator.Native;

namespace Emulator.Probes;

/// <summary>What a CPU is to drop of a mm.</summary>
/// <param name="Range">Whose pages; of no meaning where everything goes.</param>
/// <param name="StrideShift">The bytes from one page that is invalidated to the next, as a power of two.</param>
/// <param name="IsFull">Everything of the mm.</param>
public readonly record struct TlbFlush(AddrRange Range, int StrideShift, bool IsFull, KeptTables Keeps = KeptTables.None)
{
    public static TlbFlush Everything => new(default, Pt.Shift, IsFull: true);
}

/// <summary>Which paging-structure entries a CPU may keep when it drops the translations of pages.</summary>
public enum KeptTables
{
    /// <summary>None of the address space's: Intel's INVLPG (SDM 4.10.4.1), AMD's without EFER.TCE.</summary>
    None,

    /// <summary>Those that lead to none of the addresses: AMD's with EFER.TCE (APM Vol. 2, 5.5.3).</summary>
    Elsewhere,

    /// <summary>All. No x86: an invalidation of leaves, as arm64's tlbi vale1is.</summary>
    All,
}
