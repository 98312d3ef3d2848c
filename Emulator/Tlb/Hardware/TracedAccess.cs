using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>One access of an address trace.</summary>
public readonly record struct TracedAccess(VirtAddr Address, MemoryAccess Access);
