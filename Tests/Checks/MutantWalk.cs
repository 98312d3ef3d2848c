using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Tests.Checks;

/// <summary>
/// The walk of 6.19 with one fault, for registrations and splits. It is no <see cref="IUnshareWalk"/>, so no catalog lists it.
/// </summary>
internal sealed class MutantWalk(WalkFault fault) : UnshareWalk
{
    public override string Name => $"{fault}";

    public override string Summary => "a walk with a fault";

    public override DateOnly Since => default;

    public override bool ServesSplits => true;

    public override void Run<P>(Kernel<P> k, Vma vma) => UnsharePmds(k, vma, RangeOf(vma), takeLocks: true);

    public override void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks)
    {
        using var frame = k.HugetlbUnsharePmds();
        if (!vma.MayShare || range.IsEmpty) return;
        using var gather = k.TlbGatherMmu(vma.Mm);
        var notifier = fault == WalkFault.NotifierLeftOut ? default : k.NotifierRange(vma, NotifiedOf(range), NotifierEvent.Clear);
        if (fault == WalkFault.IMmapBeforeVmaLock && takeLocks)
        {
            using (k.IMmapLockWrite(vma.File))
            using (k.HugetlbVmaLockWrite(vma)) Loop(k, gather, vma, range);
        }
        else
        {
            var takesVmaLock = takeLocks && fault != WalkFault.VmaLockNotTaken;
            using (takesVmaLock ? k.HugetlbVmaLockWrite(vma) : default) Locked(k, gather, vma, range, takeLocks);
        }

        if (fault == WalkFault.FlushAfterIMmap) k.HugePmdUnshareFlush(gather, vma);
        if (fault != WalkFault.GatherNotFinished) k.TlbFinishMmu(gather);
        if (fault != WalkFault.NotifierEndForgotten) notifier.Dispose();
    }

    private AddrRange RangeOf(Vma vma)
    {
        var range = new AddrRange(vma.Start.AlignUp<Pud>(), vma.End.AlignDown<Pud>());
        return fault == WalkFault.RoundsEndTooFar ? range with { End = range.End - Pud.Span } : range;
    }

    private AddrRange NotifiedOf(AddrRange range) => fault switch
    {
        WalkFault.NotifierEndsShort => range with { End = range.End - Pud.Span + Pmd.Span },
        WalkFault.NotifierStartsLate => range with { Start = range.Start + Pmd.Span },
        _ => range,
    };

    private void Locked<P>(Kernel<P> k, Gather gather, Vma vma, AddrRange range, bool takeLocks) where P : struct, IProbe
    {
        if (!takeLocks || fault == WalkFault.IMmapNotTaken)
        {
            Loop(k, gather, vma, range);
            return;
        }

        var iMmap = fault == WalkFault.IMmapForReading ? k.IMmapLockRead(vma.File) : k.IMmapLockWrite(vma.File);
        if (fault == WalkFault.IMmapTwice) k.IMmapLockWrite(vma.File).Dispose();
        Loop(k, gather, vma, range);
        if (fault != WalkFault.IMmapNotReleased) iMmap.Dispose();
    }

    private void Loop<P>(Kernel<P> k, Gather gather, Vma vma, AddrRange range) where P : struct, IProbe
    {
        if (fault == WalkFault.FlushBeforeClear) k.FlushHugetlbTlbRange(vma, range);
        if (fault == WalkFault.SyncBeforeClear) k.TlbRemoveTableSyncOne();
        var hasGoneBack = false;
        var step = fault switch { WalkFault.StepsTooFar => P4d.Span, WalkFault.SkipsEverySecond => 2 * Pud.Span, _ => Pud.Span };
        for (var address = range.Start; address < range.End; address += step)
        {
            var ptep = k.HugePteOffset(vma, address);
            if (ptep.IsNull) continue;
            using var ptl = k.HugePteLock(vma, ptep);
            var isDone = One(k, gather, vma, address, ptep);
            if (fault != WalkFault.GoesBack || !isDone || hasGoneBack) continue;
            hasGoneBack = true;
            address -= Pud.Span;
        }

        if (fault == WalkFault.FlushOnePage) k.FlushHugetlbTlbRange(vma, new(range.Start, range.Start + Pmd.Span));
        if (fault == WalkFault.PvNotWaitedFor) k.FlushHugetlbTlbRange(vma, range);
        if (!HasGather || fault == WalkFault.FlushAfterIMmap) return;
        var left = fault == WalkFault.FlushMissesOneCpu ? Others(vma.Mm) : [];
        foreach (var cpu in left) vma.Mm.CpuMask.Remove(cpu);
        k.HugePmdUnshareFlush(gather, vma);
        foreach (var cpu in left) vma.Mm.CpuMask.Add(cpu);
    }

    /// <summary>The last CPU besides the one that calls.</summary>
    private static List<int> Others(Mm mm)
    {
        var all = new List<int>();
        foreach (var cpu in mm.CpuMask) all.Add(cpu);
        return [.. all.TakeLast(1)];
    }

    /// <summary>Does the walk leave its debt to the gather?</summary>
    private bool HasGather =>
        fault is not (WalkFault.FlushLeftOut or WalkFault.FlushBeforeClear or WalkFault.FlushOnePage or WalkFault.SyncBeforeClear
            or WalkFault.PvNotWaitedFor);

    private bool One<P>(Kernel<P> k, Gather gather, Vma vma, VirtAddr address, PteRef ptep) where P : struct, IProbe
    {
        switch (fault)
        {
            case WalkFault.ClearsWrongLevel:
                ptep.Value = Pte.None;
                return true;
            case WalkFault.FlushLeftOut or WalkFault.FlushBeforeClear or WalkFault.FlushOnePage:
                return k.HugePmdUnshare(vma, address, ptep, broadcast: true);
            case WalkFault.PvNotWaitedFor:
                return k.HugePmdUnshare(vma, address, ptep);
            case WalkFault.PageTableLockTwice:
                k.HugePteLock(vma, ptep).Dispose();
                break;
        }

        var pud = PageTables.PudEntry(k.Machine.Arena, vma.Mm, address);
        var isDone = k.HugePmdUnshare(gather, vma, address, ptep);
        if (fault == WalkFault.CountDroppedTwice && isDone) k.HugePmdUnshare(gather, vma, address, ptep);
        if (fault == WalkFault.CountNotDropped && isDone) k.Machine.Arena.Info(pud.TableAddress).ShareCount++;
        return isDone;
    }
}
