namespace Emulator.Costs;

/// <summary>Who keeps CPU 1 busy meanwhile.</summary>
public enum ShapeThread
{
    None,

    /// <summary>A process that has nothing to do with it: broadcasts reach it, flushes don't.</summary>
    Other,

    /// <summary>A thread of the process itself: its flushes must be sent.</summary>
    Own,
}
