using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// nouveau's SVM. Its notifier of the mm clears the GPU's entries of the range but for a migration of its own. (A second, interval
/// notifier lives only while a GPU fault is served, and there skips an EXCLUSIVE of its own.)
/// </summary>
public sealed class Nouveau : INotifierConsumer
{
    public string Name => "nouveau";

    public string Holds => "GPU page tables of the mm's pages";

    public string Source => "drivers/gpu/drm/nouveau/nouveau_svm.c: nouveau_svmm_invalidate_range_start, nouveau_svm_range_invalidate";

    public NotifierCallbacks Callbacks => NotifierCallbacks.RangeStart;

    public ConsumerCost Cost => new(
        new(480, "assumed: two SRCU pairs, a mutex, a walk of the GPU's tables") { Low = 190, High = 2200 },
        new(6000, "assumed: as amdkfd, by registers that are polled over PCIe") { Low = 2000, High = 50_000 },
        new(100, "assumed: 8 bytes posted over PCIe into a table in the GPU's memory") { Low = 30, High = 500 });

    public LinuxVersion Since => new(5, 1);

    /// <summary>nouveau_hmm_convert_pfn maps a compound page in one piece, up to a 2M entry.</summary>
    public int EntryShiftMax => Pmd.Shift;

    public Reaction On(NotifierCall call)
    {
        if (!call.IsBlockable) return Reaction.Refuse();
        return call is { Event: NotifierEvent.Migrate or NotifierEvent.Exclusive, IsOwn: true } ? Reaction.Ignore() : Reaction.Drop();
    }
}
