namespace Emulator.Kernel;

/// <summary>The emulated task waits for a lock that it holds itself: the kernel would never come back from this call.</summary>
/// <param name="lockName">The lock, by its name in Linux.</param>
/// <param name="where">What waits for it, and where.</param>
public sealed class KernelDeadlockException(string lockName, string where)
    : Exception($"{lockName} is held by the task that waits for it: {where}")
{
    public string LockName => lockName;
}
