using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>munmap and exit: mm/mmap.c, mm/vma.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>do_vmi_munmap: VMAs are split to the range, then everything in it goes.</summary>
    internal Errno Munmap(Mm mm, AddrRange range)
    {
        using var frame = Enter(KernelFunction.Munmap);
        if ((range.Start.Value & (Pt.Span - 1)) != 0) return Errno.EINVAL;
        // The length is rounded up to 4 kB; a reversed range wraps and is too long.
        var length = RoundUpToPage(range.Length);
        if (length == 0 || range.Start > mm.TaskSize || length > (mm.TaskSize - range.Start).Bytes) return Errno.EINVAL;
        range = new(range.Start, range.Start + length);
        using var mmapLock = mm.MmapLock.IsWriteLockedBy(cpu) ? default : MmapWriteLock(mm);

        var goes = new List<Vma>();
        foreach (var vma in mm.Vmas.Overlapping(range))
        {
            if (SplitTo(vma, range, out var inside) is var error and not Errno.None) return error;
            VmaStartWrite(inside);
            goes.Add(inside);
        }

        if (goes.Count > 0) UnmapRegion(OpenGather(mm, isFullMm: false), range, goes);
        return Errno.None;
    }

    /// <summary>
    /// exit_mmap: everything goes, with no flush of this CPU (it has left the mm already). The mm is dead afterwards. Where a thread runs
    /// on another CPU, that one is the last to leave the mm, and takes it down over there: this CPU sends nothing.
    /// </summary>
    public void Exit(Mm mm)
    {
        using var frame = Enter(KernelFunction.Exit);
        var isTakenDownElsewhere = !mm.CpuMask.IsEmpty;
        mm.CpuMask.Clear();
        foreach (var other in machine.Cpus)
        {
            if (other.LoadedMm == mm.Number) other.Unload();
        }

        if (mm.Vmas.Count > 0)
        {
            var goes = mm.Vmas.All.ToList();
            UnmapRegion(OpenGather(mm, isFullMm: true), new(VirtAddr.Zero, mm.TaskSize), goes);
        }

        Writes(StateKey.Processes);
        if (isTakenDownElsewhere) (Tally.FlushesRemote, Tally.FlushIpis, Tally.SyncIpis) = (0, 0, 0);
        Probe.Tell(new Gone(mm.Number));
        machine.Remove(mm);
    }
}
