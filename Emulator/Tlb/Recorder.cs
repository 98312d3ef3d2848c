using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>The probe that keeps everything a report needs: the calls by stack and the contents of every CPU's TLB.</summary>
public readonly struct Recorder() : IProbe
{
    public CallTree Calls { get; } = new();

    public TlbContents Tlb { get; } = new();

    void IProbe.Enter(KernelFunction function) => Calls.Enter(function);

    void IProbe.Leave() => Calls.Leave();

    void IProbe.Calls(KernelFunction function, long times) => Calls.Add(function, times);

    void IProbe.Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table) =>
        Tlb.Fill(cpu, mm, address, shift, leaf, table);

    void IProbe.Flushed(int cpu, int mm, AddrRange range, bool isFull) => Tlb.Flush(cpu, mm, range, isFull);

    void IProbe.Gone(int mm) => Tlb.Forget(mm);
}
