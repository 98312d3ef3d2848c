using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>What a consumer does when it is told of a range.</summary>
/// <param name="Kind">To what it holds of the range.</param>
/// <param name="Also">What else it does, in a few words; empty for nothing.</param>
public readonly record struct Reaction(ReactionKind Kind, string Also = "")
{
    public bool Drops => Kind == ReactionKind.Drops;

    public static Reaction Ignore() => new(ReactionKind.Ignores);

    public static Reaction Drop(string also = "") => new(ReactionKind.Drops, also);

    public static Reaction Refuse() => new(ReactionKind.Refuses);
}

/// <summary>What a consumer does to what it holds of a range.</summary>
public enum ReactionKind
{
    /// <summary>It keeps all.</summary>
    Ignores,

    /// <summary>It invalidates all that it holds of the range, before the callback returns.</summary>
    Drops,

    /// <summary>It must sleep to do so and may not: the caller gets -EAGAIN and goes away.</summary>
    Refuses,
}

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
