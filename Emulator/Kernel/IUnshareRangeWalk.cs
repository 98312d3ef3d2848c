using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>A walk that also serves a split of a VMA inside a 1G (hugetlb_unshare_pmds, since b30c14cd6102, 6.2).</summary>
public interface IUnshareRangeWalk : IUnshareWalk
{
    /// <summary>Unshares the tables of a range that is aligned to 1G.</summary>
    /// <param name="takeLocks">False inside a split, which holds i_mmap_rwsem already.</param>
    static abstract void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) where P : struct, IProbe;
}
