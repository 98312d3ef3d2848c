using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Flushes and the broadcast that waits for walkers: arch/x86/mm/tlb.c and mm/mmu_gather.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>tlb_single_page_flush_ceiling: more strides than this are flushed as everything.</summary>
    internal const int FlushCeilingStrides = 33;

    /// <summary>flush_hugetlb_tlb_range: the range at the stride of the VMA's huge pages, by flush_tlb_range.</summary>
    /// <param name="range">Of more than 33 huge pages everything is flushed; the size of a huge page is the VMA's, 2 MB or 1 GB.</param>
    public void FlushHugetlbTlbRange(Vma vma, AddrRange range) =>
        FlushTlbMmRange(vma.Mm, range, vma.File.PageShift, _rules.FlushTlbRangeReachesLazy);

    /// <summary>
    /// flush_tlb_mm_range: this CPU, where it has the mm loaded, and an interrupt to every other that has. A CPU that has it
    /// not loaded sees the new generation when it loads it next.
    /// </summary>
    /// <param name="freedTables">Tables were freed: CPUs in lazy TLB mode, which may walk them speculatively, are reached too.</param>
    /// <param name="keepsTables">Paging-structure entries stay cached (<see cref="Machine.FlushesLeavesOnly"/>).</param>
    internal void FlushTlbMmRange(Mm mm, AddrRange range, int strideShift, bool freedTables, bool keepsTables = false)
    {
        using var frame = Enter(KernelFunction.FlushTlbMmRange);
        Writes(mm.TlbGenerationKey);
        mm.TlbGeneration++;
        var strides = range.Length.Bytes >> strideShift;
        var kept = keepsTables ? KeptTables.All : _rules.SetsTce ? KeptTables.Elsewhere : KeptTables.None;
        var what = new TlbFlush(range, strideShift, IsFull: strides > FlushCeilingStrides, kept);
        var request = new FlushRequest(mm, what, freedTables);
        var self = machine.Cpus[cpu];
        if (machine.Flush == FlushKind.Invlpgb && _rules.HasInvlpgb)
        {
            Broadcast(request);
            return;
        }

        FlushOthers(request);
        if (self.LoadedMm != mm.Number)
        {
            Probe.Tell(new Flushed(cpu, mm.Number, TlbFlush.Everything with { Range = range }));
            return;
        }

        Tally.FlushesLocal++;
        if (what.IsFull) Tally.FlushesLocalFull++;
        Probe.Tell(new Called(what.IsFull ? KernelFunction.FlushTlbLocalFull : KernelFunction.FlushTlbOne, what.IsFull ? 1 : (long)strides));
        FlushOn(self, request);
    }

    /// <summary>
    /// tlb_remove_table_sync_one: an interrupt to every other CPU and a wait for all of them, after which no walker that ran with
    /// interrupts off is still inside a table that was detached before.
    /// </summary>
    internal void TlbRemoveTableSyncOne()
    {
        using var frame = Enter(KernelFunction.TlbRemoveTableSyncOne);
        var others = machine.Cpus.Count - 1;
        Tally.SyncIpis += others;
        CallOthers(others);
        foreach (var other in machine.ActorCpus) WaitForInterrupt(other);
    }

    private void FlushOthers(FlushRequest request)
    {
        var targets = 0;
        Reads(request.Mm.CpuMaskKey);
        foreach (var number in request.Mm.CpuMask)
        {
            var other = machine.Cpus[number];
            Reads(StateKey.Cpu(number));
            if (number == cpu || (other.IsLazy && !request.FreedTables)) continue;
            targets++;
            // KVM's way passes over a virtual CPU that is preempted: any that is inside a walk may be.
            if (machine.Flush != FlushKind.Pv && machine.ActorCpus.Contains(number)) WaitForInterrupt(number);
            // Where another mm is loaded by now the interrupt does nothing: what is held is flushed when this mm comes back.
            if (other.LoadedMm != request.Mm.Number) continue;
            if (other.IsLazy) LeaveLazyMm(other, request.Mm);
            else FlushOn(other, request);
        }

        if (targets == 0 && request.Mm.LeftCpus.IsEmpty) return;
        // A CPU that is interrupted and has another mm loaded leaves the mask (flush_tlb_func).
        if (request.FreedTables)
        {
            targets += request.Mm.LeftCpus.Count;
            request.Mm.LeftCpus.Clear();
        }

        Tally.FlushesRemote++;
        Tally.FlushIpis += targets;
        CallOthers(targets);
    }

    /// <summary>broadcast_tlb_flush: INVLPGB and TLBSYNC reach every TLB with no interrupt, so they wait for no walker.</summary>
    private void Broadcast(FlushRequest request)
    {
        Probe.Tell(new Called(KernelFunction.FlushTlbLocalFull, 1));
        foreach (var other in machine.Cpus)
        {
            if (other.LoadedMm == request.Mm.Number) FlushOn(other, request);
            else Probe.Tell(new Flushed(other.Number, request.Mm.Number, request.What));
        }
    }

    /// <summary>A lazy CPU that is asked to flush leaves the mm (switch_mm to init_mm); what it holds is flushed before it is used again.</summary>
    private void LeaveLazyMm(Tlb.Cpu other, Mm mm)
    {
        Writes(StateKey.Cpu(other.Number));
        other.Unload();
        Probe.Tell(new Flushed(other.Number, mm.Number, TlbFlush.Everything));
    }

    private void CallOthers(int targets)
    {
        if (targets == 0) return;
        using var frame = Enter(KernelFunction.SmpCallFunctionMany);
        Probe.Tell(new Called(KernelFunction.SendIpi, targets));
    }

    /// <summary>An interrupt is taken, and acknowledged, only while the CPU has interrupts on.</summary>
    private void WaitForInterrupt(int other)
    {
        if (other != cpu) Spin(StateKey.Interrupts(other)).Dispose();
    }

    private void FlushOn(Tlb.Cpu other, FlushRequest request)
    {
        Writes(StateKey.Cpu(other.Number));
        // A CPU that missed an earlier request flushes everything (flush_tlb_func).
        var isFull = request.What.IsFull || other.IsBehind(request.Mm.Number, request.Mm.TlbGeneration - 1);
        Probe.Tell(new Flushed(other.Number, request.Mm.Number, request.What with { IsFull = isFull }));
        other.CaughtUp(request.Mm.Number, request.Mm.TlbGeneration);
    }
}
