using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// nvidia-uvm (out of the tree). The only consumer found that tells CLEAR from other events: CLEAR and UNMAP also release what it
/// knows of the range (GPU state and policy, uvm_va_block_munmap_region). It maps no VMA that has a userfaultfd.
/// </summary>
public sealed class NvidiaUvm : INotifierConsumer
{
    public string Name => "nvidia-uvm";

    public string Holds => "GPU page tables and policy of HMM blocks of up to 2M";

    public string Source => "NVIDIA/open-gpu-kernel-modules 019b8dae0983, kernel-open/nvidia-uvm/uvm_hmm.c: hmm_invalidate, "
        + "uvm_hmm_vma_is_valid";

    public NotifierCallbacks Callbacks => NotifierCallbacks.Interval;

    public ConsumerCost Cost => new(
        new(380, "assumed: as xe, and locks of the address space and of the block") { Low = 140, High = 1700 },
        new(15_000, "assumed: a method in a push buffer, the acknowledged flush, a semaphore; between amdkfd and xe") { Low = 8000, High = 60_000 },
        new(20, "assumed: a share of a fill by the copy engine; one write where 2M is mapped whole") { Low = 5, High = 200 });

    /// <summary>The first Linux that its HMM runs on.</summary>
    public LinuxVersion Since => new(6, 1, 24);

    public bool IsInTree => false;

    public bool MapsUserfaultfd => false;

    /// <summary>UVM_VA_BLOCK_SIZE.</summary>
    public int EntryShiftMax => Pmd.Shift;

    /// <summary>One for each va_block (uvm_hmm.c: mmu_interval_notifier_insert).</summary>
    public int? IntervalShift => Pmd.Shift;

    public Reaction On(NotifierCall call)
    {
        if (call.Event is NotifierEvent.SoftDirty or NotifierEvent.Release) return Reaction.Ignore();
        if (!call.IsBlockable) return Reaction.Refuse();
        return call switch
        {
            { Event: NotifierEvent.Migrate or NotifierEvent.Exclusive, IsOwn: true } => Reaction.Ignore(),
            { Event: NotifierEvent.Unmap or NotifierEvent.Clear } => Reaction.Drop("releases the range's GPU state and policy"),
            _ => Reaction.Drop(),
        };
    }

    public string WhyItMayKeep => "RELEASE is followed by an UNMAP of everything, and SOFT_DIRTY lets pages stay readable and mapped";
}
