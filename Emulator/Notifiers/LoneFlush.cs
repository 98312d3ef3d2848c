using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>A TLB flush of a mm to which no range was told before in the statement (fork's).</summary>
/// <param name="Dropped">By consumer that hears of flushes.</param>
public sealed record LoneFlush(string Process, AddrRange Range, IReadOnlyList<KeyValuePair<INotifierConsumer, Amount>> Dropped);
