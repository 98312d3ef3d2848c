using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>The paging-structure caches of all CPUs, as a walk of the hardware asks them (SDM 4.10.3).</summary>
public interface IWalkCaches
{
    /// <summary>The PUD entry that a CPU holds for the 1G of an address; none if it holds none.</summary>
    Pte CachedTable(int cpu, int mm, VirtAddr address);
}
