using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>The probe that hears what mmu notifiers hear: ranges, and flushes for secondary TLBs.</summary>
public struct NotifierProbe(NotifierRecorder recorder) : IProbe
{
    private bool _isFlushNew;

    public readonly NotifierRecorder Recorder => recorder;

    public void Enter(KernelFunction function) => _isFlushNew |= function == KernelFunction.FlushTlbMmRange;

    public readonly void Leave()
    {
    }

    public readonly void Calls(KernelFunction function, long times)
    {
    }

    public readonly void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
    }

    public readonly void Missed(int cpu, int mm, VirtAddr address)
    {
    }

    public readonly Pte CachedTable(int cpu, int mm, VirtAddr address) => Pte.None;

    /// <summary>A flush is told of by each CPU that it reaches, one at the least; secondary TLBs hear of it once.</summary>
    public void Flushed(int cpu, int mm, TlbFlush flush)
    {
        if (!_isFlushNew) return;
        _isFlushNew = false;
        recorder.Flushed(mm, flush.Range, flush.IsFull);
    }

    public readonly void Loaded(int cpu, int mm, bool flushes, int evicted)
    {
    }

    public readonly void Gone(int mm) => recorder.Gone(mm);

    public readonly void Touches(StateKey what, bool isWrite)
    {
    }

    public readonly void Atomic(int cpu, bool begins)
    {
    }

    public readonly void Locking(StateKey what, LockMode mode)
    {
    }

    public readonly void Locked(StateKey what, LockMode mode)
    {
    }

    public readonly void Unlocked(StateKey what, LockMode mode)
    {
    }

    public readonly void LookedUp(int mm, VirtAddr address)
    {
    }

    public readonly void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now)
    {
    }

    public readonly void NotifierStarted(int mm, AddrRange range, NotifierEvent why) => recorder.RangeStarted(mm, range, why);

    public readonly void NotifierEnded(int mm, AddrRange range, NotifierEvent why) => recorder.RangeEnded(mm, range, why);
}
