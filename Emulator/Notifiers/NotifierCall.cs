using Emulator.Accounting;

namespace Emulator.Notifiers;

/// <summary>What a consumer is told beside the range: struct mmu_notifier_range's event and flags.</summary>
/// <param name="IsBlockable">MMU_NOTIFIER_RANGE_BLOCKABLE: set by all but the OOM reaper.</param>
/// <param name="IsOwn">The owner is the consumer itself (MIGRATE, EXCLUSIVE).</param>
public readonly record struct NotifierCall(NotifierEvent Event, bool IsBlockable = true, bool IsOwn = false);
