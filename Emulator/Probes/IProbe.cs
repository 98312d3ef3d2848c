using Emulator.Native;

namespace Emulator.Probes;

/// <summary>
/// What is told of every step of the emulated kernel. A probe is a struct and a type parameter of the kernel, so that the JIT
/// deletes what <see cref="Silent"/> leaves empty: there is no <c>if (tracing)</c> anywhere.
/// </summary>
public interface IProbe
{
    /// <summary>A function with callees starts.</summary>
    void Enter(KernelFunction function);

    /// <summary>It returns.</summary>
    void Leave();

    /// <summary>A function that calls no other was called so often.</summary>
    void Calls(KernelFunction function, long times);

    /// <summary>A CPU may have cached a translation: the walk of <paramref name="address"/> ended at a leaf of 2^shift bytes.</summary>
    /// <param name="table">The PUD entry that named the table of the leaf; none for a 1 GB leaf.</param>
    void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table);

    /// <summary>An access's walk came to nothing that allows it: a page fault follows.</summary>
    void Missed(int cpu, int mm, VirtAddr address);

    /// <summary>The PUD entry that a CPU holds in its paging-structure cache for the 1G of an address; none if it holds none.</summary>
    Pte CachedTable(int cpu, int mm, VirtAddr address);

    /// <summary>A CPU dropped what it had cached of a mm.</summary>
    void Flushed(int cpu, int mm, TlbFlush flush);

    /// <summary>A CPU loaded a mm: it wrote CR3.</summary>
    /// <param name="flushes">What the CPU had cached of the mm went, which has a new address-space number or missed a flush.</param>
    /// <param name="evicted">The mm that lost the number, with all that the CPU had cached of it; -1 for none.</param>
    void Loaded(int cpu, int mm, bool flushes, int evicted);

    /// <summary>A mm is gone: its address-space number will not be used again on any CPU before a flush.</summary>
    void Gone(int mm);

    /// <summary>A piece of state that others can reach is read or written next.</summary>
    void Touches(StateKey what, bool isWrite);

    /// <summary>What is touched from here to the end of it happens at once: a walk of the hardware, which no interrupt of its CPU divides.</summary>
    void Atomic(int cpu, bool begins);

    /// <summary>A lock will be taken next; whoever explores interleavings waits here until it is free.</summary>
    void Locking(StateKey what, LockMode mode);

    void Locked(StateKey what, LockMode mode);

    void Unlocked(StateKey what, LockMode mode);

    /// <summary>huge_pte_offset of an address, by the loop that runs.</summary>
    void LookedUp(int mm, VirtAddr address);

    /// <summary>The entry of 2^shift bytes at an address of a mm becomes another. A table's entry leads to 512 others.</summary>
    void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now);

    /// <summary>mmu_notifier_invalidate_range_start.</summary>
    void NotifierStarted(int mm, AddrRange range, NotifierEvent why);

    /// <summary>mmu_notifier_invalidate_range_end.</summary>
    void NotifierEnded(int mm, AddrRange range, NotifierEvent why);
}

/// <summary>The probe for speed: nothing is left of it in the machine code.</summary>
public readonly struct Silent : IProbe
{
    public void Enter(KernelFunction function)
    {
    }

    public void Leave()
    {
    }

    public void Calls(KernelFunction function, long times)
    {
    }

    public void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
    }

    public void Missed(int cpu, int mm, VirtAddr address)
    {
    }

    public Pte CachedTable(int cpu, int mm, VirtAddr address) => Pte.None;

    public void Loaded(int cpu, int mm, bool flushes, int evicted)
    {
    }

    public void Flushed(int cpu, int mm, TlbFlush flush)
    {
    }

    public void Gone(int mm)
    {
    }

    public void Touches(StateKey what, bool isWrite)
    {
    }

    public void Atomic(int cpu, bool begins)
    {
    }

    public void Locking(StateKey what, LockMode mode)
    {
    }

    public void Locked(StateKey what, LockMode mode)
    {
    }

    public void Unlocked(StateKey what, LockMode mode)
    {
    }

    public void LookedUp(int mm, VirtAddr address)
    {
    }

    public void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now)
    {
    }

    public void NotifierStarted(int mm, AddrRange range, NotifierEvent why)
    {
    }

    public void NotifierEnded(int mm, AddrRange range, NotifierEvent why)
    {
    }
}
