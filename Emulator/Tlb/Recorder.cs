using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>The probe that keeps everything a report needs: the calls by stack and the contents of every CPU's TLB.</summary>
public struct Recorder() : IProbe
{
    private CallTree _calls = new();

    /// <summary>The calls since the last <see cref="StartStatement"/>.</summary>
    public readonly CallTree Calls => _calls;

    public TlbContents Tlb { get; } = new();

    /// <summary>Counts from here on into a new tree; whoever has the old one keeps it.</summary>
    public void StartStatement() => _calls = new();

    public readonly void Enter(KernelFunction function) => _calls.Enter(function);

    public readonly void Leave() => _calls.Leave();

    readonly void IProbe.Calls(KernelFunction function, long times) => _calls.Add(function, times);

    public readonly void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table) =>
        Tlb.Fill(cpu, mm, address, shift, leaf, table);

    public readonly void Flushed(int cpu, int mm, AddrRange range, bool isFull) => Tlb.Flush(cpu, mm, range, isFull);

    public readonly void Gone(int mm) => Tlb.Forget(mm);
}
