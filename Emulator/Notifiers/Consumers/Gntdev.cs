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

    public LinuxVersion Since => new(5, 6);

    public bool MapsHugetlb => false;

    public int EntryShiftMax => Pt.Shift;

    public Reaction On(NotifierCall call) => call.IsBlockable ? Reaction.Drop() : Reaction.Refuse();
}
