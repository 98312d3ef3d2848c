using Emulator.Accounting;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>All that the notifiers were told in one statement.</summary>
/// <param name="Unbalanced">Starts without an end and ends without a start, as text.</param>
/// <param name="Work">What each consumer had to do, in their order, of whichever mm.</param>
public sealed record StatementNotifiers(
    IReadOnlyList<NotifiedRange> Ranges, IReadOnlyList<LoneFlush> LoneFlushes, IReadOnlyList<string> Unbalanced,
    IReadOnlyList<ConsumerWork> Work);

/// <summary>One pair of invalidate_range_start and _end: what it said, what changed meanwhile, and what consumers made of it.</summary>
/// <param name="Process">Whose mm.</param>
/// <param name="Event">As the release sends it.</param>
/// <param name="Mapped">What the mm's tables mapped of the range at its start, in leaves.</param>
/// <param name="Effects">One for each consumer, in their order.</param>
public sealed record NotifiedRange(
    string Process, AddrRange Range, NotifierEvent Event, Amount Mapped, ChangeBytes Changes, IReadOnlyList<ConsumerEffect> Effects);

/// <summary>What a consumer is told beside the range: struct mmu_notifier_range's event and flags.</summary>
/// <param name="IsBlockable">MMU_NOTIFIER_RANGE_BLOCKABLE: set by all but the OOM reaper.</param>
/// <param name="IsOwn">The owner is the consumer itself (MIGRATE, EXCLUSIVE).</param>
public readonly record struct NotifierCall(NotifierEvent Event, bool IsBlockable = true, bool IsOwn = false);

/// <summary>A TLB flush of a mm to which no range was told before in the statement (fork's).</summary>
/// <param name="Dropped">By consumer that hears of flushes.</param>
public sealed record LoneFlush(string Process, AddrRange Range, IReadOnlyList<KeyValuePair<INotifierConsumer, Amount>> Dropped);
