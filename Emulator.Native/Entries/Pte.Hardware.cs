using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>What a processor makes of the entries on the way to a page.</summary>
public readonly partial record struct Pte
{
    private const int KeyShift = 59;

    public bool IsUser => (Raw & User) != 0;

    public bool IsAccessed => (Raw & Accessed) != 0;

    public bool IsDirty => (Raw & Dirty) != 0;

    public bool IsGlobal => (Raw & Global) != 0;

    public bool IsNoExecute => (Raw & NoExecute) != 0;

    /// <summary>The protection key of a leaf: 0..15.</summary>
    public int Key => (int)((Raw & ProtectionKey) >> KeyShift);

    /// <summary>
    /// This entry, with what those above it allow: R/W and U/S must be set in all, XD in none (SDM Vol. 3A, 4.6). That is what a TLB
    /// and the paging-structure caches hold (SDM 4.10.2.2, 4.10.3.1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Pte CombinedWith(Pte upper) => new((Raw & (upper.Raw | ~(Write | User))) | (upper.Raw & NoExecute));

    /// <summary>A leaf as a TLB holds it: the PAT bit of a large page is not part of the address.</summary>
    public Pte AsPage(bool is4K) => is4K ? this : Without(PatLarge);
}
