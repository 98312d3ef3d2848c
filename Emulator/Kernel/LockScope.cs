using Emulator.Accounting;

namespace Emulator.Kernel;

/// <summary>A semaphore that is held until the end of a <c>using</c>.</summary>
public readonly ref struct LockScope<P> where P : struct, IProbe
{
    private readonly Kernel<P>? _kernel;
    private readonly RwSem? _sem;
    private readonly LockMode _mode;

    internal LockScope(Kernel<P> kernel, RwSem? sem, LockMode mode)
    {
        _kernel = kernel;
        _sem = sem;
        _mode = mode;
    }

    public void Dispose()
    {
        if (_sem is not null) _kernel!.Up(_sem, _mode);
    }
}
