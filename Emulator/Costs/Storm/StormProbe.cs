using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>The probe that turns what the kernel does into steps of the simulation.</summary>
internal readonly struct StormProbe(StormRecording recording) : IProbe
{
    public void Enter(KernelFunction function) => recording.Entered(function);

    public void Leave() => recording.Left();

    public void Calls(KernelFunction function, long times) => recording.Called(function, times);

    public void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
    }

    public Pte CachedTable(int cpu, int mm, VirtAddr address) => Pte.None;

    public void Missed(int cpu, int mm, VirtAddr address)
    {
    }

    public void Flushed(int cpu, int mm, TlbFlush flush)
    {
    }

    public void Loaded(int cpu, int mm, bool flushes, int evicted)
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

    public void Locked(StateKey what, LockMode mode) => recording.Locked(what, mode);

    public void Unlocked(StateKey what, LockMode mode) => recording.Unlocked(what, mode);

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
