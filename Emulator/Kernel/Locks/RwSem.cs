using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <summary>
/// A reader-writer semaphore of the kernel, with who holds it: a task is the CPU that it runs on. Whoever has to wait here waits
/// for ever: for itself where one task runs at a time; where several do, they wait before (<see cref="Locking"/>).
/// </summary>
internal sealed class RwSem(StateKey key)
{
    private const int Nobody = -1;

    // The CPUs that hold it for reading, each as often as it took it; null before two did at one time. There are three semaphores for
    // each mapping of each process, and most have one reader at the most.
    private List<int>? _moreReaders;
    private int _reader = Nobody;
    private int _writer = Nobody;

    /// <summary>Its name for <see cref="IProbe"/>.</summary>
    public StateKey Key => key;

    public bool IsWriteLocked => _writer != Nobody;

    public bool IsLocked => IsWriteLocked || _reader != Nobody || _moreReaders is { Count: > 0 };

    /// <summary>Does the task on that CPU hold it for writing?</summary>
    public bool IsWriteLockedBy(int cpu) => _writer == cpu;

    /// <summary>Does that task hold it at all?</summary>
    public bool IsLockedBy(int cpu) => _writer == cpu || _reader == cpu || _moreReaders?.Contains(cpu) == true;

    /// <summary>Must whoever takes it so wait?</summary>
    internal bool Blocks(LockMode mode) => mode == LockMode.Write ? IsLocked : IsWriteLocked;

    internal void Down(LockMode mode, int cpu)
    {
        if (Blocks(mode)) throw KernelDeadlockException.OnItself(key.LockName, Why(mode, cpu));
        if (mode == LockMode.Write) _writer = cpu;
        else if (_reader == Nobody) _reader = cpu;
        else (_moreReaders ??= []).Add(cpu);
    }

    internal void Up(LockMode mode, int cpu)
    {
        if (mode == LockMode.Write)
        {
            Ensure.That(_writer == cpu);
            _writer = Nobody;
        }
        else if (_reader == cpu)
        {
            _reader = Nobody;
        }
        else
        {
            Ensure.That(_moreReaders is not null && _moreReaders.Remove(cpu));
        }
    }

    /// <summary>The task holds it no more: a walk that forgot to let it go.</summary>
    internal void ForceUp(int cpu)
    {
        if (_writer == cpu) _writer = Nobody;
        if (_reader == cpu) _reader = Nobody;
        _moreReaders?.RemoveAll(reader => reader == cpu);
    }

    private string Why(LockMode mode, int cpu)
    {
        var holder = _writer == Nobody ? "reading" : "writing";
        var self = IsLockedBy(cpu) ? "the task" : "another task";
        return $"it is taken for {(mode == LockMode.Write ? "writing" : "reading")} while {self} holds it for {holder}";
    }
}

/// <summary>
/// The call would never come back: the emulated task waits for a lock that it holds itself, or whose holder waits for it; or it faults
/// for ever.
/// </summary>
/// <param name="lockName">The lock, by its name in Linux; what else keeps the task.</param>
/// <param name="message">Which task waits for which.</param>
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
