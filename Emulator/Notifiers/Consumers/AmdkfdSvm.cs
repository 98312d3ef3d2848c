using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// amdkfd's SVM with retry faults (XNACK). UNMAP takes the range structure away in deferred work, and splits it where a part
/// stays; every other event unmaps the range from the GPUs, and a fault maps it again. Without XNACK the entries stay until the
/// restore work, and instead all user queues of the process are stopped meanwhile.
/// </summary>
public sealed class AmdkfdSvm : INotifierConsumer
{
    public string Name => "amdkfd";

    public string Holds => "GPU page tables of SVM ranges (XNACK on)";

    public string Source => "drivers/gpu/drm/amd/amdkfd/kfd_svm.c: svm_range_cpu_invalidate_pagetables, svm_range_evict, "
        + "svm_range_unmap_from_cpu";

    public NotifierCallbacks Callbacks => NotifierCallbacks.Interval | NotifierCallbacks.Release;

    public ConsumerCost Cost => new(
        new(330, "assumed: two SRCU pairs, an interval tree, mutexes of the range") { Low = 140, High = 1200 },
        new(4000, "read: amd-gfx, A. Sierra, April 2023: most TLB flushes by the KIQ take 2 to 6 us; at most: several XCCs, and a fence of the "
            + "entries")
        { Low = 2000, High = 20_000 },
        new(30, "assumed: one entry by the CPU over a large BAR, or a share of a fill by SDMA") { Low = 10, High = 200 });

    public LinuxVersion Since => new(5, 14);

    public int EntryShiftMax => Pmd.Shift;

    /// <summary>RELEASE is left to kfd_process_notifier_release. It never asks whether it may block.</summary>
    public Reaction On(NotifierCall call) => call.Event switch
    {
        NotifierEvent.Release => Reaction.Ignore(),
        NotifierEvent.Unmap => Reaction.Drop("frees the SVM range in deferred work"),
        _ => Reaction.Drop(),
    };

    public string WhyItMayKeep => "RELEASE is followed by an UNMAP of everything";
}
