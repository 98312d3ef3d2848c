using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>
/// Xen's grant device. Its intervals are its own VMAs, into which it maps pages of other domains; a VMA of hugetlb is never one of
/// them, so it holds nothing of what is told here. In its own VMAs every event unmaps the grants.
/// </summary>
public sealed class Gntdev : INotifierConsumer
{
    public string Name => "gntdev";

    public string Holds => "grants mapped into its own VMAs: never hugetlb";

    public string Source => "drivers/xen/gntdev.c: gntdev_invalidate, gntdev_mmap";

    public NotifierCallbacks Callbacks => NotifierCallbacks.Interval;

    public ConsumerCost Cost => new(
        new(0, "by structure: its intervals are its own VMAs, no hugetlb") { Low = 0, High = 100 },
        new(2000, "assumed: one hypercall; never for hugetlb") { Low = 1000, High = 10_000 },
        new(300, "assumed: one grant unmapped by the hypervisor; never for hugetlb") { Low = 100, High = 1000 });

    public LinuxVersion Since => new(5, 6);

    public bool MapsHugetlb => false;

    public int EntryShiftMax => Pt.Shift;

    public Reaction On(NotifierCall call) => call.IsBlockable ? Reaction.Drop() : Reaction.Refuse();
}
