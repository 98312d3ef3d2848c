using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

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

    public void Dispose() => _kernel?.Probe.NotifierEnded(_mm, _range, _why);
}
