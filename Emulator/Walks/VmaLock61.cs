using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Walks;

/// <summary>6.1: the same walk under the hugetlb vma lock as well, which faults hold for reading since 40549ba8f8e0.</summary>
public readonly struct VmaLock61 : IUnshareWalk
{
    public static string Name => "6.1";

    public static string Summary => "40549ba8f8e0: also takes the hugetlb vma lock";

    public static DateOnly Since => new(2022, 12, 11);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        using var frame = k.HugetlbUnsharePmds();
        var range = new AddrRange(vma.Start.AlignUp<Pud>(), vma.End.AlignDown<Pud>());
        if (!vma.MayShare || range.IsEmpty) return;
        using var notifier = k.NotifierRange(vma, range, NotifierEvent.Clear);
        using var vmaLock = k.HugetlbVmaLockWrite(vma);
        using var iMmap = k.IMmapLockWrite(vma.File);
        for (var address = range.Start; address < range.End; address += Pud.Span)
        {
            if (!k.TryHugePteOffset(vma, address, out var ptep)) continue;
            using var ptl = k.HugePteLock(vma, ptep);
            k.HugePmdUnshare(vma, address, ptep);
        }

        k.FlushHugetlbTlbRange(vma, range);
    }
}
