namespace Emulator.Notifiers;

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
