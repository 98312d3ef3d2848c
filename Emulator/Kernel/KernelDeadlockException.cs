using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>
/// The call would never come back: the emulated task waits for a lock that it holds itself, or whose holder waits for it; or it faults
/// for ever.
/// </summary>
/// <param name="lockName">The lock, by its name in Linux; what else keeps the task.</param>
/// <param name="message">Who waits for whom.</param>
public sealed class KernelDeadlockException(string lockName, string message) : Exception(message)
{
    public string LockName => lockName;

    /// <summary>The task is not asleep: it can be killed.</summary>
    public bool IsEndlessFault { get; private init; }

    /// <param name="where">What waits for the lock, and where.</param>
    public static KernelDeadlockException OnItself(string lockName, string where) =>
        new(lockName, $"{lockName} is held by the task that waits for it: {where}");

    /// <summary>A fault that is answered with "try again" and changed nothing.</summary>
    internal static KernelDeadlockException EndlessFault(Vma vma, VirtAddr address) => new(
        "the page fault",
        $"a write to {address} faults for ever: its entry is write-protected for a userfaultfd, {vma} is not registered for that any more, "
        + "and hugetlb_wp leaves such an entry as it is")
    {
        IsEndlessFault = true,
    };
}
