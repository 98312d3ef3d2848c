using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Walks;

/// <summary>
/// Mike Kravetz's answer to v5, 12 Feb 2021: only whole 1G ranges can be shared, so round the VMA inwards and step by PUD_SIZE.
/// <code>
/// 8G+2M                      9G                        10G                      11G-2M
///  |-- can't be shared -------|======= one step =========|------- can't be shared --|
/// </code>
/// </summary>
public readonly struct KravetzPerPud : IUnshareWalk
{
    public static string Name => "kravetz";

    public static string Summary => "Kravetz's review of v5: 1G steps over the range rounded inwards";

    public static DateOnly Since => new(2021, 2, 12);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        using var frame = k.HugetlbUnsharePmds();
        if (!vma.MayShare) return;
        using var notifier = k.NotifierRange(vma, vma.Range, NotifierEvent.HugetlbUnshare);
        using var iMmap = k.IMmapLockWrite(vma.File);
        var end = vma.End.AlignDown<Pud>();
        for (var address = vma.Start.AlignUp<Pud>(); address < end; address += Pud.Span)
        {
            if (!k.TryHugePteOffset(vma, address, out var ptep)) continue;
            using var ptl = k.HugePteLock(vma, ptep);
            // "If unshare succeeds or not, we are done" with this 1G: the address that it rewrites is ignored.
            k.HugePmdUnshare(vma, address, ptep);
        }

        k.FlushHugetlbTlbRange(vma, vma.Range);
    }
}
