using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Tests.Walks;

/// <summary>
/// A walk from outside the emulator, with a bug that its counts alone would praise: it steps 2G, so every second table stays
/// shared. Nothing registers it; that it implements the interface is all.
/// </summary>
public readonly struct SkipsEverySecondPud : IUnshareWalk
{
    public static string Name => "skip-2nd";

    public static string Summary => "a test's: 2G steps, which leave every second table shared";

    public static DateOnly Since => new(2026, 11, 22);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe
    {
        using var frame = k.HugetlbUnsharePmds();
        using var notifier = k.NotifierRange(vma, vma.Range, NotifierEvent.Clear);
        using var iMmap = k.IMmapLockWrite(vma.File);
        var end = vma.End.AlignDown<Pud>();
        for (var address = vma.Start.AlignUp<Pud>(); address < end; address += 2 * Pud.Span)
        {
            var ptep = k.HugePteOffset(vma, address);
            if (ptep.IsNull) continue;
            using var ptl = k.HugePteLock(vma, ptep);
            k.HugePmdUnshare(vma, address, ptep);
        }

        k.FlushHugetlbTlbRange(vma, vma.Range);
    }
}
