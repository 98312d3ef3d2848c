using Emulator.Native;

namespace Emulator.Accounting;

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

    /// <summary>A CPU dropped what it had cached of a mm: all, or the pages of a range (and with them all walk-cache entries).</summary>
    void Flushed(int cpu, int mm, AddrRange range, bool isFull);

    /// <summary>A mm is gone: its address-space number will not be used again on any CPU before a flush.</summary>
    void Gone(int mm);
}
