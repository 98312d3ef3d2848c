using Emulator.Kernel;
using Emulator.Native;
using Emulator.Tlb;

namespace Tests.Kernels;

/// <summary>A walk given as an act, to do something wrong. It is no <see cref="IUnshareWalk"/>, so no catalog lists it.</summary>
internal sealed class ActWalk(Action<Kernel<Recorder>, Vma> act) : UnshareWalk
{
    public override string Name => "act";

    public override string Summary => "a test's";

    public override DateOnly Since => default;

    public override bool ServesSplits => false;

    public override void Run<P>(Kernel<P> k, Vma vma) => act((Kernel<Recorder>)(object)k, vma);

    public override void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) => throw new NotSupportedException();
}
