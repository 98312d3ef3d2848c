using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Walks;

/// <summary>hugetlb_unshare_all_pmds as merged, 6dfeaff93be1: Kravetz's walk, and notifier and flush over the rounded range too.</summary>
public readonly struct Merged513 : IUnshareWalk
{
    public static string Name => "5.13";

    public static string Summary => "6dfeaff93be1: as merged, notifier and flush over the rounded range";

    public static DateOnly Since => new(2021, 6, 27);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        using var frame = k.HugetlbUnsharePmds();
        var range = new AddrRange(vma.Start.AlignUp<Pud>(), vma.End.AlignDown<Pud>());
        if (!vma.MayShare || range.IsEmpty) return;
        using var notifier = k.NotifierRange(vma, range, NotifierEvent.Clear);
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
