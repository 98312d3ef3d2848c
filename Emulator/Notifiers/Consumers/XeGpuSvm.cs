using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// xe by drm_gpusvm: every event zaps the GPU's entries of each SVM range that overlaps, whole ranges of up to 2M, and unmaps their
/// DMA addresses; UNMAP also queues the range for its garbage collector.
/// </summary>
public sealed class XeGpuSvm : INotifierConsumer
{
    public string Name => "xe";

    public string Holds => "GPU page tables of drm_gpusvm ranges of up to 2M";

    public string Source => "drivers/gpu/drm/xe/xe_svm.c: xe_svm_invalidate, xe_svm_range_notifier_event_end; "
        + "drivers/gpu/drm/drm_gpusvm.c: drm_gpusvm_notifier_invalidate";

    public NotifierCallbacks Callbacks => NotifierCallbacks.Interval;

    public ConsumerCost Cost => new(
        new(330, "assumed: two SRCU pairs, an interval tree, locks, a lookup of GPU ranges") { Low = 140, High = 1200 },
        new(40_000, "read: drivers/gpu/drm/i915/gt/intel_gt.c: typically 40 us, 100 us at worst, say the hardware's architects (of i915, not of xe's "
            + "GuC)")
        { Low = 10_000, High = 100_000 },
        new(100, "assumed: 8 bytes posted over PCIe into the GPU's table, and DMA unmapped") { Low = 30, High = 500 });

    public LinuxVersion Since => new(6, 15);

    public int EntryShiftMax => Pmd.Shift;

    /// <summary>512M each (xe_svm.c: the notifier size that it gives drm_gpusvm_init).</summary>
    public int? IntervalShift => 29;

    public Reaction On(NotifierCall call)
    {
        if (!call.IsBlockable) return Reaction.Refuse();
        return call.Event == NotifierEvent.Unmap ? Reaction.Drop("queues the GPU range for its garbage collector") : Reaction.Drop();
    }

    /// <summary>fault_chunk_sizes: a range that overlaps goes whole.</summary>
    public AddrRange Reach(AddrRange range, bool isFullFlush) => new(range.Start.AlignDown<Pmd>(), range.End.AlignUp<Pmd>());
}
