using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>A reader-writer semaphore of the kernel, with who holds it: a walk that skips one it needs is caught by an assertion.</summary>
public sealed class RwSem
{
    private int _readers;

    public bool IsWriteLocked { get; private set; }

    public bool IsLocked => IsWriteLocked || _readers > 0;

    internal void DownWrite()
    {
        Ensure.That(!IsLocked, "nobody holds the semaphore that is taken for writing");
        IsWriteLocked = true;
    }

    internal void DownRead()
    {
        Ensure.That(!IsWriteLocked, "no writer holds the semaphore that is taken for reading");
        _readers++;
    }

    internal void Up()
    {
        Ensure.That(IsLocked);
        if (IsWriteLocked) IsWriteLocked = false;
        else _readers--;
    }
}
