using Emulator.Kernel;
using Emulator.Native;

namespace Tests.Checks;

/// <summary>A registration that unshares nothing; splits do as ever.</summary>
internal sealed class NoWalk(UnshareWalk splits) : UnshareWalk
{
    public override string Name => "none";

    public override string Summary => "unshares nothing";

    public override DateOnly Since => default;

    public override bool ServesSplits => true;

    public override void Run<P>(Kernel<P> k, Vma vma)
    {
    }

    public override void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) =>
        splits.UnsharePmds(k, vma, range, takeLocks);
}
