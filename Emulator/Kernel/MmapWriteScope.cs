using Emulator.Accounting;

namespace Emulator.Kernel;

/// <summary>mmap_lock that is held for writing until the end of a <c>using</c>, with the per-VMA locks that were taken under it.</summary>
public readonly ref struct MmapWriteScope<P> where P : struct, IProbe
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
