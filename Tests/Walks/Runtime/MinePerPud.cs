using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Mine;

/// <summary>A walk as a person would bring it: compiled by <c>ptemu compare --walk</c> (WalkFileTests), not a part of this build.</summary>
public readonly struct MinePerPud : IUnshareWalk
{
    public static string Name => "mine";

    public static string Summary => "a file from outside the repository";

    public static DateOnly Since => new(2026, 11, 22);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        using var frame = k.HugetlbUnsharePmds();
        if (!vma.MayShare) return;
        using var notifier = k.NotifierRange(vma, vma.Range, NotifierEvent.HugetlbUnshare);
        using var iMmap = k.IMmapLockWrite(vma.File);
        var end = vma.End.AlignDown<Pud>();
        for (var address = vma.Start.AlignUp<Pud>(); address < end; address += Pud.Span)
        {
            var ptep = k.HugePteOffset(vma, address);
            if (ptep.IsNull) continue;
            using var ptl = k.HugePteLock(vma, ptep);
            k.HugePmdUnshare(vma, address, ptep);
        }

        k.FlushHugetlbTlbRange(vma, vma.Range);
    }
}
