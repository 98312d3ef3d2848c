using Emulator.Accounting;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Tlb;

/// <summary>The probe that keeps everything a report needs: the calls by stack and the contents of every CPU's TLB.</summary>
/// <param name="tlb">The TLBs of all CPUs, which the kernels of a machine share.</param>
public struct Recorder(TlbContents tlb) : IRecordingProbe
{
    private CallTree _calls = new();

    public Recorder()
        : this(new())
    {
    }

    /// <summary>The calls since the last <see cref="StartStatement"/>.</summary>
    public readonly CallTree Calls => _calls;

    readonly CallTree IRecordingProbe.CallTree => _calls;

    public TlbContents Tlb { get; } = tlb;

    /// <summary>Counts from here on into a new tree; whoever has the old one keeps it.</summary>
    public void StartStatement() => _calls = new();

    public readonly void Enter(KernelFunction function) => _calls.Enter(function);

    public readonly void Leave() => _calls.Leave();

    readonly void IProbe.Calls(KernelFunction function, long times) => _calls.Add(function, times);

    public readonly void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table) =>
        Tlb.Fill(cpu, mm, address, shift, leaf, table);

    public readonly void Missed(int cpu, int mm, VirtAddr address)
    {
    }

    public readonly Pte CachedTable(int cpu, int mm, VirtAddr address) => Tlb.CachedTable(cpu, mm, address);

    public readonly void Flushed(int cpu, int mm, TlbFlush flush) => Tlb.Flush(cpu, mm, flush);

    public readonly void Loaded(int cpu, int mm, bool flushes, int evicted)
    {
        if (flushes) Tlb.Flush(cpu, mm, TlbFlush.Everything);
        if (evicted >= 0) Tlb.Flush(cpu, evicted, TlbFlush.Everything);
    }

    public readonly void Gone(int mm) => Tlb.Forget(mm);

    public readonly void Touches(StateKey what, bool isWrite)
    {
    }

    public readonly void Atomic(int cpu, bool begins)
    {
    }

    public readonly void Locking(StateKey what, LockMode mode)
    {
    }

    public readonly void Locked(StateKey what, LockMode mode) => _calls.Locked(what);

    public readonly void Unlocked(StateKey what, LockMode mode)
    {
    }

    public readonly void LookedUp(int mm, VirtAddr address)
    {
    }

    public readonly void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now) => _calls.Written(mm, address, shift);

    public readonly void NotifierStarted(int mm, AddrRange range, NotifierEvent why)
    {
    }

    public readonly void NotifierEnded(int mm, AddrRange range, NotifierEvent why)
    {
    }
}
