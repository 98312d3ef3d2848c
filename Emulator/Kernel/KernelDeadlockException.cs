namespace Emulator.Kernel;

/// <summary>The emulated task waits for a lock that it holds itself, or whose holder waits for it: the call would never come back.</summary>
/// <param name="lockName">The lock, by its name in Linux.</param>
/// <param name="message">Who waits for whom.</param>
public sealed class KernelDeadlockException(string lockName, string message) : Exception(message)
{
    public string LockName => lockName;

    /// <param name="where">What waits for the lock, and where.</param>
    public static KernelDeadlockException OnItself(string lockName, string where) =>
        new(lockName, $"{lockName} is held by the task that waits for it: {where}");
}
