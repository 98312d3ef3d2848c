using Emulator.Kernel;

namespace Emulator.Scenarios;

/// <summary>What the emulated program saw of its statement: an errno, or for <c>touch</c> what became of its accesses.</summary>
public readonly record struct Outcome(Errno Error = Errno.None, long Touched = 0, long Faults = 0, long Sigbus = 0, long Sigsegv = 0)
{
    /// <summary>"0", or the errno's name.</summary>
    public string Result => Error == Errno.None ? "0" : Error.ToString();
}
