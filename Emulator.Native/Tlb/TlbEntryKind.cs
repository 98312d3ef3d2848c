namespace Emulator.Native;

/// <summary>
/// What a cached entry translates: a page of a size (TLB, SDM 4.10.2), or the part of an address that leads to a table
/// (paging-structure caches, SDM 4.10.3). Bit 2 tells the two apart.
/// </summary>
public enum TlbEntryKind
{
    Page4K = 0,
    Page2M = 1,
    Page1G = 2,

    /// <summary>A PDE that names a page table: the walk has one entry left to read.</summary>
    Pde = 4,

    /// <summary>A PDPTE that names a page directory.</summary>
    Pdpte = 5,

    Pml4e = 6,

    /// <summary>With five levels only.</summary>
    Pml5e = 7,
}
