using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>
/// A reader-writer semaphore of the kernel, with who holds it. Only one task runs at a time, so whoever has to wait waits for
/// itself.
/// </summary>
public sealed class RwSem(string name)
{
    private int _readers;

    public bool IsWriteLocked { get; private set; }

    public bool IsLocked => IsWriteLocked || _readers > 0;

    internal void DownWrite()
    {
        if (IsLocked) throw new KernelDeadlockException(name, "it is taken for writing");
        IsWriteLocked = true;
    }

    internal void DownRead()
    {
        if (IsWriteLocked) throw new KernelDeadlockException(name, "it is taken for reading while the task holds it for writing");
        _readers++;
    }

    internal void Up()
    {
        Ensure.That(IsLocked);
        if (IsWriteLocked) IsWriteLocked = false;
        else _readers--;
    }
}
