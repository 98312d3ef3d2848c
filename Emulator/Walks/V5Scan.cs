using Emulator.Kernel;
using Emulator.Probes;

namespace Emulator.Walks;

/// <summary>
/// Ours: <see cref="V5PerHugePage"/> with its loop in bulk, equal to it in every count and in the tables that it leaves. It is not a walk of
/// its own, so no table has a row for it: it is there for sizes at which 33 million steps take too long.
/// </summary>
public static class V5Scan
{
    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(vma);
        using var frame = k.HugetlbUnsharePmds();
        if (!vma.MayShare) return;
        using var notifier = k.NotifierRange(vma, vma.Range, NotifierEvent.HugetlbUnshare);
        using var iMmap = k.IMmapLockWrite(vma.File);
        k.HugePmdUnshareBy2M(vma);
        k.FlushHugetlbTlbRange(vma, vma.Range);
    }
}
