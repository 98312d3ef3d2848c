using Emulator.Kernel;

namespace Emulator.Scenarios;

/// <summary>What the emulated program saw of its statement: an errno, or for <c>touch</c> what became of its accesses.</summary>
public readonly record struct Outcome(Errno Error = Errno.None, long Touched = 0, long Faults = 0, long Sigbus = 0, long Sigsegv = 0)
{
    /// <summary>The kernel would never come back from the statement: what it waits for, and where. Null where it does.</summary>
    public KernelDeadlockException? Deadlock { get; init; }

    /// <summary>"0", the errno's name, or "DEADLOCK".</summary>
    public string Result => Deadlock is not null ? "DEADLOCK" : Error == Errno.None ? "0" : Error.ToString();
}
