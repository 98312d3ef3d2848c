namespace Emulator.Notifiers;

/// <summary>
/// The same before 6.6: mmu_notifier_invalidate_range_end called invalidate_range with the notifier's range, whatever the event,
/// and the TLB flush told it nothing.
/// </summary>
public sealed class IommuSvaBefore66 : IommuSva
{
    public override string Source => "drivers/iommu/intel/svm.c: intel_invalidate_range; mm/mmu_notifier.c: mn_hlist_invalidate_end";

    public override NotifierCallbacks Callbacks => NotifierCallbacks.RangeAtEnd | NotifierCallbacks.Release;

    public override LinuxVersion Since => default;

    public override LinuxVersion? Until => new(6, 6);
}
