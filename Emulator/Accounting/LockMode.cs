namespace Emulator.Accounting;

/// <summary>How a lock is taken.</summary>
public enum LockMode
{
    Read,
    Write,
}
