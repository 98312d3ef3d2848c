using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Splitting a VMA: __split_vma, hugetlb_vm_op_split (until 6.15), hugetlb_split (6.16).</content>
public sealed partial class Kernel<P>
{
    /// <summary>
    /// Makes the part of a VMA inside <paramref name="range"/> a VMA of its own: split at its start, then at its end.
    /// hugetlb VMAs never merge again (VM_DONTEXPAND).
    /// </summary>
    private Errno SplitTo(Vma vma, AddrRange range, out Vma inside)
    {
        inside = vma;
        if (vma.Start < range.Start && SplitVma(vma, range.Start, out inside) is var error and not Errno.None) return error;
        return inside.End > range.End ? SplitVma(inside, range.End, out _) : Errno.None;
    }

    /// <summary>__split_vma: cuts at an address inside the VMA, which keeps the lower part.</summary>
    private Errno SplitVma(Vma vma, VirtAddr at, out Vma upper)
    {
        Ensure.That(vma.Start < at && at < vma.End);
        using var frame = Enter(KernelFunction.SplitVma);
        upper = vma;
        if ((at.Value & (vma.PageBytes - 1)) != 0) return Errno.EINVAL;
        if (_rules.Split == SplitRule.BeforeSplit) UnshareAtSplit(vma, at, takeLocks: true);
        VmaStartWrite(vma);
        if (_rules.Split == SplitRule.BeforeIMmapLock) UnshareAtSplit(vma, at, takeLocks: false);

        // Both VMAs are write-locked before i_mmap is (vma_start_write comes before vma_prepare).
        upper = new(vma.Mm, new(at, vma.End), vma.File, vma.OffsetOf(at), vma.Flags)
        {
            Number = machine.NextNumber(cpu),
            Lock = NewVmaLock(vma.MayShare),
            Uffd = vma.Uffd,
            HasAnonVma = vma.HasAnonVma,
            Reserved = vma.Reserved,
            IsRobbed = vma.IsRobbed,
        };
        VmaStartWrite(upper);
        using var iMmap = IMmapLockWrite(vma.File);
        if (_rules.Split == SplitRule.InsideSplit) UnshareAtSplit(vma, at, takeLocks: false);
        Writes(vma.Key);
        Writes(vma.Mm.VmasKey);
        Writes(vma.File.IMmapKey);
        // The VMA leaves the tree and comes back, which puts it behind others of the same offset (vma_prepare, vma_complete).
        vma.File.IMmap.Remove(vma);
        vma.End = at;
        vma.File.IMmap.Insert(vma);
        vma.File.IMmap.Insert(upper);
        vma.Mm.Vmas.Add(upper);
        return Errno.None;
    }

    /// <summary>The 1G around the split point, if it lies wholly in the VMA: afterwards it would lie in neither half.</summary>
    private void UnshareAtSplit(Vma vma, VirtAddr at, bool takeLocks)
    {
        if (at.IsAligned<Pud>() || !vma.ContainsPud(at)) return;
        var start = at.AlignDown<Pud>();
        linux.SplitWalk!.UnsharePmds(this, vma, new(start, start + Pud.Span), takeLocks);
    }
}
