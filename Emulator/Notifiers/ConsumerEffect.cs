using Emulator.Accounting;

namespace Emulator.Notifiers;

/// <summary>What one range meant to one consumer.</summary>
/// <param name="Held">What it held of the range, or of what it reaches beyond.</param>
/// <param name="Needed">The part of <see cref="Held"/> that nobody may go on using as it was.</param>
/// <param name="Flushed">What flushes took from a consumer that hears of nothing else; null for the others.</param>
/// <param name="IsReleased">The mm was torn down for it before (exit), and it holds nothing any more.</param>
public sealed record ConsumerEffect(INotifierConsumer Consumer, Amount Held, Amount Needed, Amount? Flushed, bool IsReleased)
{
    public bool IsHolding => !IsReleased && Held.Entries > 0;

    /// <summary>What it would have dropped, had the range been sent as this event; null if it would have kept all.</summary>
    public Amount? Dropped(NotifierEvent why)
    {
        if (Flushed is { } flushed) return flushed;
        return Consumer.On(new(why)).Drops ? Held : null;
    }
}
