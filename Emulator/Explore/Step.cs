using Emulator.Accounting;

namespace Emulator.Explore;

/// <summary>One step of an actor: a read or a write of something that others can reach, or a lock taken or let go.</summary>
public readonly record struct Step(StepKind Kind, StateKey What)
{
    /// <summary>Does it leave what it touches as it was? Two such steps can change places.</summary>
    public bool IsRead =>
        Kind is StepKind.Start or StepKind.Read or StepKind.LockRead or StepKind.UnlockRead;

    public bool TakesLock => Kind is StepKind.LockRead or StepKind.LockWrite;

    public static Step Touch(StateKey what, bool isWrite) => new(isWrite ? StepKind.Write : StepKind.Read, what);

    public static Step Lock(StateKey what, LockMode mode) => new(mode == LockMode.Write ? StepKind.LockWrite : StepKind.LockRead, what);

    public static Step Unlock(StateKey what, LockMode mode) => new(mode == LockMode.Write ? StepKind.UnlockWrite : StepKind.UnlockRead, what);

    /// <summary>Can the two not change places?</summary>
    public bool Conflicts(Step other) => What == other.What && !(IsRead && other.IsRead);
}
