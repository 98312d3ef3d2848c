using Emulator.Accounting;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Tlb;

/// <summary>The <see cref="Recorder"/>, and real TLBs that are told what the CPUs do.</summary>
public struct HardwareRecorder(HardwareTlbs hardware) : IRecordingProbe
{
    private Recorder _recorder = new();

    public readonly HardwareTlbs Hardware => hardware;

    public readonly CallTree CallTree => _recorder.Calls;

    public readonly TlbContents Tlb => _recorder.Tlb;

    public void StartStatement() => _recorder.StartStatement();

    public readonly void Enter(KernelFunction function)
    {
        _recorder.Enter(function);
        if (function == KernelFunction.FlushTlbMmRange) hardware.FlushStarts();
    }

    public readonly void Leave() => _recorder.Leave();

    public readonly void Calls(KernelFunction function, long times) => _recorder.Calls.Add(function, times);

    public readonly void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
        _recorder.Translated(cpu, mm, address, shift, leaf, table);
        hardware.Translated(cpu, mm, address, shift, leaf);
    }

    public readonly void Missed(int cpu, int mm, VirtAddr address) => hardware.Missed(cpu, mm, address);

    /// <summary>A walk of the hardware starts from what this CPU has, not from what any could have.</summary>
    public readonly Pte CachedTable(int cpu, int mm, VirtAddr address) => hardware.CachedTable(cpu, mm, address);

    public readonly void Flushed(int cpu, int mm, TlbFlush flush)
    {
        _recorder.Flushed(cpu, mm, flush);
        hardware.Flushed(cpu, mm, flush);
    }

    public readonly void Loaded(int cpu, int mm, bool flushes, int evicted)
    {
        _recorder.Loaded(cpu, mm, flushes, evicted);
        hardware.Loaded(cpu, mm, flushes);
    }

    public readonly void Gone(int mm) => _recorder.Gone(mm);

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

    public readonly void NotifierStarted(int mm, AddrRange range, NotifierEvent why)
    {
    }

    public readonly void NotifierEnded(int mm, AddrRange range, NotifierEvent why)
    {
    }
}
