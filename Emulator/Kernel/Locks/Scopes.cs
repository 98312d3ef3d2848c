using System.Runtime.CompilerServices;
using Emulator.Native;
using Emulator.Probes;

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
    public void Dispose() => _kernel?.Probe.Tell(new Unlocked(_key, LockMode.Write));
}

/// <summary>mmap_lock that is held for writing until the end of a <c>using</c>, with the per-VMA locks that were taken under it.</summary>
internal readonly ref struct MmapWriteScope<P> where P : struct, IProbe
{
    private readonly Kernel<P>? _kernel;
    private readonly Mm? _mm;

    internal MmapWriteScope(Kernel<P> kernel, Mm mm)
    {
        _kernel = kernel;
        _mm = mm;
    }

    public void Dispose() => _kernel?.MmapWriteUnlock(_mm!);
}

/// <summary>A range that the mmu notifiers were told of; at the end of the <c>using</c> they are told that it is over.</summary>
public readonly ref struct NotifierScope<P> where P : struct, IProbe
{
    private readonly Kernel<P>? _kernel;
    private readonly int _mm;
    private readonly AddrRange _range;
    private readonly NotifierEvent _why;

    internal NotifierScope(Kernel<P> kernel, int mm, AddrRange range, NotifierEvent why)
    {
        _kernel = kernel;
        _mm = mm;
        _range = range;
        _why = why;
    }

    public void Dispose() => _kernel?.Probe.Tell(new NotifierEnded(_mm, _range, _why));
}

/// <summary>A function of the kernel that runs until the end of a <c>using</c>.</summary>
public readonly ref struct FrameScope<P> where P : struct, IProbe
{
    private readonly Kernel<P> _kernel;

    internal FrameScope(Kernel<P> kernel) => _kernel = kernel;

    public void Dispose() => _kernel.Probe.Tell(new Left());
}
