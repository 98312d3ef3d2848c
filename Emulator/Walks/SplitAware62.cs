using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Walks;

/// <summary>
/// 6.2: the walk over a range of its own (hugetlb_unshare_pmds), so that a split can unshare the 1G that it cuts
/// (b30c14cd6102).
/// </summary>
public readonly struct SplitAware62 : IUnshareRangeWalk
{
    public static string Name => "6.2";

    public static string Summary => "b30c14cd6102: over any range, so that a split unshares the 1G it cuts";

    public static DateOnly Since => new(2023, 2, 19);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe =>
        UnsharePmds(k, vma, new(vma.Start.AlignUp<Pud>(), vma.End.AlignDown<Pud>()), takeLocks: true);

    public static void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) where P : struct, IProbe
    {
        using var frame = k.HugetlbUnsharePmds();
        if (!vma.MayShare || range.IsEmpty) return;
        using var notifier = k.NotifierRange(vma, range, NotifierEvent.Clear);
        using var vmaLock = takeLocks ? k.HugetlbVmaLockWrite(vma) : default;
        using var iMmap = takeLocks ? k.IMmapLockWrite(vma.File) : default;
        for (var address = range.Start; address < range.End; address += Pud.Span)
        {
            if (!k.TryHugePteOffset(vma, address, out var ptep)) continue;
            using var ptl = k.HugePteLock(vma, ptep);
            k.HugePmdUnshare(vma, address, ptep);
        }

        k.FlushHugetlbTlbRange(vma, range);
    }
}
