using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Walks;

/// <summary>As posted in [PATCH v5 04/10], 10 Feb 2021: a step for each huge page of the whole VMA.</summary>
public readonly struct V5PerHugePage : IUnshareWalk
{
    public static string Name => "v5-patch";

    public static string Summary => "[PATCH v5 04/10] as posted: 2M steps over the whole VMA, a lock for each";

    public static DateOnly Since => new(2021, 2, 10);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        using var frame = k.HugetlbUnsharePmds();
        if (!vma.MayShare) return;
        using var notifier = k.NotifierRange(vma, vma.Range, NotifierEvent.HugetlbUnshare);
        using var iMmap = k.IMmapLockWrite(vma.File);
        for (var address = vma.Start; address < vma.End; address += vma.PageBytes)
        {
            if (!k.TryHugePteOffset(vma, address, out var ptep)) continue;
            using var ptl = k.HugePteLock(vma, ptep);
            // Until 48381273f873 (5.19) a success moved the address to ALIGN(address, 1G) - 2M. Hit at 9G, which is aligned, that is
            // one huge page back: 9G is looked up again, and all 512 addresses of a table that is gone.
            if (k.HugePmdUnshare(vma, address, ptep)) address = address.AlignUp<Pud>() - Pmd.Span;
        }

        k.FlushHugetlbTlbRange(vma, vma.Range);
    }
}
