namespace Emulator.Tlb;

/// <summary>What an instruction wants of an address.</summary>
public enum MemoryAccess
{
    Read,
    Write,

    /// <summary>An instruction fetch. The model has no instruction TLB: it takes the way of a read.</summary>
    Fetch,
}
