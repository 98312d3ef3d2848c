using Emulator.Native;

namespace Emulator.Accounting;

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

    public void Flushed(int cpu, int mm, AddrRange range, bool isFull)
    {
    }

    public void Gone(int mm)
    {
    }
}
