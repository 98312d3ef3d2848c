using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Walks;

/// <summary>
/// 6.19: the mmu_gather owes one flush for all tables, none if nothing was shared, and one broadcast if some table was left
/// with one user (8ce720d5bd91).
/// </summary>
public readonly struct Gather619 : IUnshareRangeWalk
{
    public static string Name => "6.19";

    public static string Summary => "8ce720d5bd91: one flush and at most one broadcast, owed by a mmu_gather";

    public static DateOnly Since => new(2026, 2, 8);

    public static void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe =>
        UnsharePmds(k, vma, new(vma.Start.AlignUp<Pud>(), vma.End.AlignDown<Pud>()), takeLocks: true);

    public static void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) where P : struct, IProbe
    {
        using var frame = k.HugetlbUnsharePmds();
        if (!vma.MayShare || range.IsEmpty) return;
        using var gather = k.TlbGatherMmu(vma.Mm);
        using var notifier = k.NotifierRange(vma, range, NotifierEvent.Clear);
        using (takeLocks ? k.HugetlbVmaLockWrite(vma) : default)
        using (takeLocks ? k.IMmapLockWrite(vma.File) : default)
        {
            for (var address = range.Start; address < range.End; address += Pud.Span)
            {
                if (!k.TryHugePteOffset(vma, address, out var ptep)) continue;
                using var ptl = k.HugePteLock(vma, ptep);
                k.HugePmdUnshare(gather, vma, address, ptep);
            }

            k.HugePmdUnshareFlush(gather, vma);
        }

        k.TlbFinishMmu(gather);
    }
}
