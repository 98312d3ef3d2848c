using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>userfaultfd: fs/userfaultfd.c, mm/userfaultfd.c.</content>
public sealed partial class Kernel<P>
{
    /// <summary>vm.mmap_min_addr, the kernel's own default (CONFIG_DEFAULT_MMAP_MIN_ADDR); distributions have 65536.</summary>
    private const ulong MmapMinAddr = 4096;

    /// <summary>UFFDIO_REGISTER. All VMAs are checked before any is changed.</summary>
    internal Errno UserfaultfdRegister(Mm mm, AddrRange range, UffdModes modes, Userfaultfd context)
    {
        using var frame = Enter(KernelFunction.UserfaultfdRegister);
        if (modes == UffdModes.None || ((modes & UffdModes.Minor) != 0 && !_rules.TakesUffdMinor)) return Errno.EINVAL;
        if (ValidateRange(mm, range) is var error and not Errno.None) return error;
        using var mmapLock = MmapWriteLock(mm);
        var found = mm.Vmas.Overlapping(range);
        if (found.Count == 0 || !range.Start.IsMultipleOf(found[0].PageBytes)) return Errno.EINVAL;
        foreach (var vma in found)
        {
            if (CheckRegister(vma, range, modes, context) is var refused and not Errno.None) return refused;
        }

        foreach (var vma in found)
        {
            if (RegisterRange(vma, range, modes, context) is var failed and not Errno.None) return failed;
        }

        return Errno.None;
    }

    /// <summary>validate_range: page-aligned, not empty, inside the user's addresses.</summary>
    private static Errno ValidateRange(Mm mm, AddrRange range)
    {
        var isValid = range.Start.IsMultipleOf(Pt.Span)
            && range.Length.IsAligned(Pt.Span)
            && range.Length.Bytes != 0
            && range.Start.Value >= MmapMinAddr
            && range.Start < mm.TaskSize
            && range.Length <= mm.TaskSize - range.Start;
        return isValid ? Errno.None : Errno.EINVAL;
    }

    /// <summary>The tests on one VMA, in the kernel's order (userfaultfd_register: vma_can_userfault, VM_MAYWRITE, the end, the owner).</summary>
    private Errno CheckRegister(Vma vma, AddrRange range, UffdModes modes, Userfaultfd context)
    {
        if ((modes & UffdModes.Wp) != 0 && !_rules.TakesUffdWp) return Errno.EINVAL;
        if ((vma.Flags & VmFlags.MayWrite) == 0) return Errno.EPERM;
        var endsInside = vma.Start < range.End && range.End <= vma.End;
        if (endsInside && !range.End.IsMultipleOf(vma.PageBytes)) return Errno.EINVAL;
        return vma.Uffd is not null && vma.Uffd != context ? Errno.EBUSY : Errno.None;
    }

    /// <summary>
    /// userfaultfd_register_range for one VMA: split to the range, set the flags (so that no new sharing can form), then
    /// unshare what is shared. A VMA that has the modes already is skipped.
    /// </summary>
    private Errno RegisterRange(Vma vma, AddrRange range, UffdModes modes, Userfaultfd context)
    {
        var flags = FlagsOf(modes);
        if (vma.Uffd == context && (vma.Flags & flags) == flags) return Errno.None;
        if (SplitTo(vma, range, out var inside) is var error and not Errno.None) return error;
        VmaStartWrite(inside);
        Writes(inside.Key);
        inside.Flags = (inside.Flags & ~VmFlags.Uffd) | flags;
        inside.Uffd = context;
        if (inside.UffdForbidsSharing) RunWalk(inside);
        return Errno.None;
    }

    /// <summary>The walk may be anybody's: a lock that it forgot is reported, and dropped so that the rest can go on.</summary>
    private void RunWalk(Vma vma)
    {
        var before = Tally.Unshared;
        linux.RegisterWalk?.Run(this, vma);
        if (PtemuEvents.Log.IsEnabled() && linux.RegisterWalk is not null)
            PtemuEvents.Log.Walked(linux.RegisterWalk.Name, vma.Mm.Name, vma.Start.Value, vma.End.Value, Tally.Unshared - before);
        foreach (var (held, name) in (ReadOnlySpan<(RwSem?, string)>)[(vma.File.IMmapLock, "i_mmap_rwsem"), (vma.Lock, "the vma lock")])
        {
            if (held is null || !held.IsLockedBy(cpu)) continue;
            machine.Report(new(CheckNames.LockHeld, $"{name} is still held after the walk over {vma}")
            {
                Process = vma.Mm.Name,
                Range = vma.Range,
            });
            Probe.Tell(new Unlocked(held.Key, held.IsWriteLockedBy(cpu) ? LockMode.Write : LockMode.Read));
            held.ForceUp(cpu);
        }
    }

    private static VmFlags FlagsOf(UffdModes modes) =>
        ((modes & UffdModes.Missing) != 0 ? VmFlags.UffdMissing : 0)
        | ((modes & UffdModes.Wp) != 0 ? VmFlags.UffdWp : 0)
        | ((modes & UffdModes.Minor) != 0 ? VmFlags.UffdMinor : 0);
}
