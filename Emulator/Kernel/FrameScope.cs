using Emulator.Accounting;

namespace Emulator.Kernel;

/// <summary>A function of the kernel that runs until the end of a <c>using</c>.</summary>
public readonly ref struct FrameScope<P> where P : struct, IProbe
{
    private readonly Kernel<P> _kernel;

    internal FrameScope(Kernel<P> kernel) => _kernel = kernel;

    public void Dispose() => _kernel.Probe.Leave();
}
