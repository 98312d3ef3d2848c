using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>One TLB of a CPU: its sizes, what it holds, and where that is written.</summary>
/// <param name="Level">1 or 2.</param>
/// <param name="Holds">The page sizes that its entries translate.</param>
/// <param name="Source">Where the numbers stand; "assumed" and why, where nobody says.</param>
public sealed record TlbShape(int Level, int Sets, int Ways, IReadOnlyList<TlbEntryKind> Holds, string Source)
{
    /// <summary>It serves reads and fetches. Where reads and writes have TLBs of their own, one of the two is off.</summary>
    public bool ServesReads { get; init; } = true;

    public bool ServesWrites { get; init; } = true;

    /// <summary>The most ways of a set that 2M, or 1G, pages may take; all if not said.</summary>
    public int LargeWaysMax { get; init; } = TlbArray.WaysMax;

    public int Entries => Sets * Ways;

    /// <summary>As a command line writes it: <c>16x4</c>.</summary>
    public string Size => $"{Sets}x{Ways}";
}
