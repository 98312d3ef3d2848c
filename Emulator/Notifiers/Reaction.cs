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
