using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>
/// Something that a CPU may hold about a mm: a leaf translation (TLB, SDM 4.10.2), or the PUD entry that names a PMD table
/// (paging-structure cache, SDM 4.10.3).
/// </summary>
/// <param name="Start">First address that it translates, aligned to 2^<paramref name="Shift"/>.</param>
/// <param name="Shift">12, 21 or 30: the bytes that it spans, as a power of two.</param>
/// <param name="IsTable">A paging-structure entry, no translation.</param>
/// <param name="Entry">The entry as it was when the CPU read it.</param>
public readonly record struct CachedTranslation(VirtAddr Start, int Shift, bool IsTable, Pte Entry)
{
    public AddrRange Range => new(Start, Start + (1UL << Shift));
}
