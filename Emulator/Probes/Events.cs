using Emulator.Native;

namespace Emulator.Probes;

// What the emulated kernel tells of its steps. A new event is declared here, told by Kernel<P> where it happens, and heard where a probe
// implements IHears of it; nothing else knows that it exists.

/// <summary>A function with callees starts.</summary>
public readonly record struct Entered(KernelFunction Function);

/// <summary>The function that was entered last returns.</summary>
public readonly record struct Left;

/// <summary>A leaf function was called <paramref name="Times"/> times.</summary>
public readonly record struct Called(KernelFunction Function, long Times);

/// <summary>A CPU may have cached a translation: the walk of <paramref name="Address"/> ended at a leaf of 2^shift bytes.</summary>
/// <param name="Table">The PUD entry that named the table of the leaf; none for a 1 GB leaf.</param>
public readonly record struct Translated(int Cpu, int Mm, VirtAddr Address, int Shift, Pte Leaf, Pte Table);

/// <summary>An access's walk found nothing that allows it: a page fault follows.</summary>
public readonly record struct Missed(int Cpu, int Mm, VirtAddr Address);

/// <summary>A CPU dropped what it had cached of a mm.</summary>
public readonly record struct Flushed(int Cpu, int Mm, TlbFlush What);

/// <summary>A CPU loaded a mm: it wrote CR3.</summary>
/// <param name="Flushes">The CPU dropped all that it had cached of the mm, which has a new address-space number or missed a flush.</param>
/// <param name="Evicted">The mm that lost the number, with all that the CPU had cached of it; -1 for none.</param>
public readonly record struct Loaded(int Cpu, int Mm, bool Flushes, int Evicted);

/// <summary>A mm is gone: no CPU uses its address-space number again before a flush.</summary>
public readonly record struct Gone(int Mm);

/// <summary>A piece of state that others can reach is read or written next.</summary>
public readonly record struct Touched(StateKey What, bool IsWrite);

/// <summary>What is touched from the beginning to the end of it happens at once: a hardware walk, which no interrupt of its CPU divides.</summary>
public readonly record struct Atomic(int Cpu, bool Begins);

/// <summary>A lock will be taken next; a probe that explores interleavings waits here until the lock is free.</summary>
public readonly record struct Locking(StateKey What, LockMode Mode);

/// <summary>A lock is taken.</summary>
public readonly record struct Locked(StateKey What, LockMode Mode);

/// <summary>A lock is dropped.</summary>
public readonly record struct Unlocked(StateKey What, LockMode Mode);

/// <summary>huge_pte_offset of an address, by the loop that runs.</summary>
public readonly record struct LookedUp(int Mm, VirtAddr Address);

/// <summary>The entry of 2^shift bytes at an address of a mm becomes another one. The entry of a table leads to 512 others.</summary>
public readonly record struct Changed(int Mm, VirtAddr Address, int Shift, Pte Old, Pte Now);

/// <summary>mmu_notifier_invalidate_range_start.</summary>
public readonly record struct NotifierStarted(int Mm, AddrRange Range, NotifierEvent Why);

/// <summary>mmu_notifier_invalidate_range_end.</summary>
public readonly record struct NotifierEnded(int Mm, AddrRange Range, NotifierEvent Why);
