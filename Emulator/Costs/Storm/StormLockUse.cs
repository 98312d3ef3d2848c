using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>How all locks of one kind were used.</summary>
public sealed class StormLockUse(StateKind kind)
{
    public StateKind Kind => kind;

    public long Taken { get; internal set; }

    public double HeldNs { get; internal set; }

    public double LongestHeldNs { get; internal set; }

    public double WaitedNs { get; internal set; }

    public double LongestWaitNs { get; internal set; }
}
