using Emulator.Accounting;
using Emulator.Checks;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Tlb;

namespace Emulator.Explore;

/// <summary>
/// What is kept of an execution with actors: the TLBs, which all their kernels share; the calls, and the checks of steps, which each
/// actor has for itself.
/// </summary>
internal struct StepRecorder(TlbContents tlb, StepChecks steps) : IProbe
{
    private Recorder _recorder = new(tlb);

    /// <summary>The calls since the last <see cref="StartStatement"/>.</summary>
    internal readonly CallTree Calls => _recorder.Calls;

    internal void StartStatement() => _recorder.StartStatement();

    public readonly void Enter(KernelFunction function)
    {
        _recorder.Enter(function);
        steps.Enter(function);
    }

    public readonly void Leave()
    {
        _recorder.Leave();
        steps.Leave();
    }

    readonly void IProbe.Calls(KernelFunction function, long times) => _recorder.Calls.Add(function, times);

    public readonly void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table) =>
        tlb.Fill(cpu, mm, address, shift, leaf, table);

    public readonly void Missed(int cpu, int mm, VirtAddr address)
    {
    }

    public readonly Pte CachedTable(int cpu, int mm, VirtAddr address) => tlb.CachedTable(cpu, mm, address);

    public readonly void Flushed(int cpu, int mm, TlbFlush flush)
    {
        tlb.Flush(cpu, mm, flush);
        steps.Flushed(mm, flush);
    }

    public readonly void Loaded(int cpu, int mm, bool flushes, int evicted) => _recorder.Loaded(cpu, mm, flushes, evicted);

    public readonly void Gone(int mm) => tlb.Forget(mm);

    public readonly void Touches(StateKey what, bool isWrite)
    {
    }

    public readonly void Atomic(int cpu, bool begins)
    {
    }

    public readonly void Locking(StateKey what, LockMode mode) => steps.Locking(what, mode);

    public readonly void Locked(StateKey what, LockMode mode)
    {
        _recorder.Locked(what, mode);
        steps.Locked(what, mode);
    }

    public readonly void Unlocked(StateKey what, LockMode mode) => steps.Unlocked(what, mode);

    public readonly void LookedUp(int mm, VirtAddr address) => steps.LookedUp(mm, address);

    public readonly void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now) => steps.Changed(mm, address, shift, old, now);

    public readonly void NotifierStarted(int mm, AddrRange range, NotifierEvent why) => steps.NotifierStarted(mm, range, why);

    public readonly void NotifierEnded(int mm, AddrRange range, NotifierEvent why) => steps.NotifierEnded(mm, range, why);
}
