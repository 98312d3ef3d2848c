using Emulator.Accounting;

namespace Emulator.Notifiers;

/// <summary>All that the notifiers were told in one statement.</summary>
/// <param name="Unbalanced">Starts without an end and ends without a start, as text.</param>
/// <param name="Work">What each consumer had to do, in their order, of whichever mm.</param>
public sealed record StatementNotifiers(
    IReadOnlyList<NotifiedRange> Ranges, IReadOnlyList<LoneFlush> LoneFlushes, IReadOnlyList<string> Unbalanced,
    IReadOnlyList<ConsumerWork> Work);
