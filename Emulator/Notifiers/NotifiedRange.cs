using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>One pair of invalidate_range_start and _end: what it said, what changed meanwhile, and what consumers made of it.</summary>
/// <param name="Process">Whose mm.</param>
/// <param name="Event">As the release sends it.</param>
/// <param name="Mapped">What the mm's tables mapped of the range at its start, in leaves.</param>
/// <param name="Effects">One for each consumer, in their order.</param>
public sealed record NotifiedRange(
    string Process, AddrRange Range, NotifierEvent Event, Amount Mapped, ChangeBytes Changes, IReadOnlyList<ConsumerEffect> Effects);
