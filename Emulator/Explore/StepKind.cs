namespace Emulator.Explore;

/// <summary>What an actor does next.</summary>
public enum StepKind
{
    /// <summary>Its first step: it reaches nothing that others can reach.</summary>
    Start,
    Read,
    Write,
    LockRead,
    LockWrite,
    UnlockRead,
    UnlockWrite,
}
