using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Walks;

/// <summary>
/// 6.16: each table that is detached waits for walkers on all CPUs before its share count drops (1013af4f585f), and a split
/// unshares while it holds its locks (081056dc00a2). On 196 CPUs that is 195 interrupts for each 1G.
/// </summary>
public readonly struct SyncEachTable616 : IUnshareRangeWalk
{
    public static string Name => "6.16";

    public static string Summary => "1013af4f585f: waits for walkers on all CPUs, for each table";

    public static DateOnly Since => new(2025, 7, 27);

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
            k.HugePmdUnshare(vma, address, ptep, broadcast: true);
        }

        k.FlushHugetlbTlbRange(vma, range);
    }
}
