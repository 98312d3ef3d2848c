namespace Emulator.Costs;

/// <summary>What a task of the simulation does next.</summary>
internal enum StormStepKind
{
    /// <summary>Runs on its CPU for a time.</summary>
    Work,

    Lock,
    Unlock,

    /// <summary>An interrupt to other CPUs, and the wait for all of them.</summary>
    Interrupt,

    /// <summary>Another task begins to run.</summary>
    Start,

    /// <summary>Off the CPU for a time.</summary>
    Sleep,

    /// <summary>The part whose latency is wanted begins.</summary>
    Begin,

    /// <summary>It ends.</summary>
    End,
}
