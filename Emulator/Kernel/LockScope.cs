namespace Emulator.Kernel;

/// <summary>A lock that is held until the end of a <c>using</c>. Of a page-table lock only the call is told, nobody waits for it.</summary>
public readonly ref struct LockScope
{
    private readonly RwSem? _sem;

    internal LockScope(RwSem? sem) => _sem = sem;

    public void Dispose() => _sem?.Up();
}
