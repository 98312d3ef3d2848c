using System.Runtime.CompilerServices;
using Emulator.Accounting;

namespace Emulator.Kernel;

/// <summary>
/// A lock that only the probe knows (of a table's page, of a fault), held until the end of a <c>using</c>. With
/// <see cref="Silent"/> nothing is left of it.
/// </summary>
public readonly ref struct KeyedLockScope<P> where P : struct, IProbe
{
    private readonly Kernel<P>? _kernel;
    private readonly StateKey _key;

    internal KeyedLockScope(Kernel<P> kernel, StateKey key)
    {
        _kernel = kernel;
        _key = key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => _kernel?.Probe.Unlocked(_key, LockMode.Write);
}
