using Emulator.Accounting;
using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Kernel;

/// <content>Flushes and the broadcast that waits for walkers: arch/x86/mm/tlb.c and mm/mmu_gather.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>tlb_single_page_flush_ceiling: more strides than this are flushed as everything.</summary>
    public const int FlushCeilingStrides = 33;

    /// <summary>flush_hugetlb_tlb_range: the range at the stride of the VMA's huge pages.</summary>
    public void FlushHugetlbTlbRange(Vma vma, AddrRange range) =>
        FlushTlbMmRange(vma.Mm, range, vma.File.IsPmdSized ? Pmd.Shift : Pud.Shift);

    /// <summary>
    /// flush_tlb_mm_range: this CPU, where it has the mm loaded, and an interrupt to every other that has. A CPU that has it
    /// not loaded sees the new generation when it loads it next.
    /// </summary>
    public void FlushTlbMmRange(Mm mm, AddrRange range, int strideShift)
    {
        using var frame = Enter(KernelFunction.FlushTlbMmRange);
        mm.TlbGeneration++;
        var strides = range.Length.Bytes >> strideShift;
        var isFull = strides > FlushCeilingStrides;
        FlushOthers(mm, range, isFull);
        var cpu = machine.Cpus[CallingCpu];
        if (cpu.LoadedMm != mm.Number)
        {
            Probe.Flushed(CallingCpu, mm.Number, range, isFull: true);
            return;
        }

        Tally.FlushesLocal++;
        if (isFull) Tally.FlushesLocalFull++;
        Probe.Calls(isFull ? KernelFunction.FlushTlbLocalFull : KernelFunction.FlushTlbOne, isFull ? 1 : (long)strides);
        FlushOn(cpu, mm, range, isFull);
    }

    /// <summary>
    /// tlb_remove_table_sync_one: an interrupt to every other CPU and a wait for all of them, after which no walker that ran with
    /// interrupts off is still inside a table that was detached before.
    /// </summary>
    public void TlbRemoveTableSyncOne()
    {
        using var frame = Enter(KernelFunction.TlbRemoveTableSyncOne);
        var others = machine.Cpus.Count - 1;
        Tally.SyncIpis += others;
        CallOthers(others);
    }

    private void FlushOthers(Mm mm, AddrRange range, bool isFull)
    {
        var targets = 0;
        foreach (var cpu in mm.SpinCpus)
        {
            if (cpu == CallingCpu) continue;
            targets++;
            FlushOn(machine.Cpus[cpu], mm, range, isFull);
        }

        if (targets == 0) return;
        Tally.FlushesRemote++;
        Tally.FlushIpis += targets;
        CallOthers(targets);
    }

    private void CallOthers(int targets)
    {
        if (targets == 0) return;
        using var frame = Enter(KernelFunction.SmpCallFunctionMany);
        Probe.Calls(KernelFunction.SendIpi, targets);
    }

    private void FlushOn(Cpu cpu, Mm mm, AddrRange range, bool isFull)
    {
        Probe.Flushed(cpu.Number, mm.Number, range, isFull);
        cpu.CaughtUp(mm.Number, mm.TlbGeneration);
    }
}
