using Emulator.Accounting;
using Emulator.Checks;
using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Explore;

/// <summary>
/// What an exploration keeps of an execution: the TLBs, which all actors' kernels share, and the checks of steps, which each actor has
/// for itself. No calls are counted.
/// </summary>
internal readonly struct StepRecorder(TlbContents tlb, StepChecks steps) : IProbe
{
    public void Enter(KernelFunction function) => steps.Enter(function);

    public void Leave() => steps.Leave();

    public void Calls(KernelFunction function, long times)
    {
    }

    public void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table) => tlb.Fill(cpu, mm, address, shift, leaf, table);

    public Pte CachedTable(int cpu, int mm, VirtAddr address) => tlb.CachedTable(cpu, mm, address);

    public void Flushed(int cpu, int mm, AddrRange range, bool isFull, bool keepsTables)
    {
        tlb.Flush(cpu, mm, range, isFull, keepsTables);
        steps.Flushed(mm, range, isFull);
    }

    public void Gone(int mm) => tlb.Forget(mm);

    public void Touches(StateKey what, bool isWrite)
    {
    }

    public void Atomic(int cpu, bool begins)
    {
    }

    public void Locking(StateKey what, LockMode mode) => steps.Locking(what, mode);

    public void Locked(StateKey what, LockMode mode) => steps.Locked(what, mode);

    public void Unlocked(StateKey what, LockMode mode) => steps.Unlocked(what, mode);

    public void LookedUp(int mm, VirtAddr address) => steps.LookedUp(mm, address);

    public void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now) => steps.Changed(mm, address, shift, old, now);

    public void NotifierStarted(int mm, AddrRange range, NotifierEvent why) => steps.NotifierStarted(mm, range, why);

    public void NotifierEnded(int mm, AddrRange range, NotifierEvent why) => steps.NotifierEnded(mm, range, why);
}
