using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>
/// Reservation of huge pages, by mappings without MAP_NORESERVE: hugetlb_reserve_pages and what gives back, mm/hugetlb.c. Where
/// the pool is unlimited there is nothing to count.
/// </content>
public sealed partial class Kernel<P>
{
    /// <summary>A shared mapping reserves what its file has not yet; a private one all that it maps, for itself.</summary>
    private bool TryReserve(Vma vma)
    {
        if (!machine.HugePages.IsLimited || !vma.IsPmdSized) return true;
        Writes(StateKey.HugePages);
        var reserved = vma.MayShare ? vma.File.Reserved : vma.Reserved = [];
        var (first, count) = (vma.PageIndex(vma.Start), vma.Range.Length.Bytes / vma.PageBytes);
        if (!machine.HugePages.CanReserveAtAll(count, vma.File.Pages.Count + reserved.Count)) return false;
        var missing = new List<ulong>();
        for (var index = first; index < first + count; index++)
        {
            var isThere = vma.MayShare && vma.File.Pages.Find(index) != PhysAddr.None;
            if (!isThere && !reserved.Contains(index)) missing.Add(index);
        }

        if (!machine.HugePages.TryReserve(missing.Count)) return false;
        reserved.UnionWith(missing);
        return true;
    }

    /// <summary>A page for an index: one that was reserved for it, or a free one that is not reserved.</summary>
    private bool TryTakePage(HugetlbFile file, HashSet<ulong>? reserved, ulong index)
    {
        if (!file.IsPmdSized) return true;
        // An unlimited pool has nothing that one could take from another.
        if (machine.HugePages.IsLimited) Writes(StateKey.HugePages);
        return machine.HugePages.TryTake(reserved is not null && reserved.Remove(index));
    }

    /// <summary>
    /// unmap_ref_private: there is no page for a copy, and the writer holds the reservation. It keeps the page, and its children, which share it,
    /// lose theirs; they get SIGBUS when they look for it.
    /// </summary>
    private void UnmapRefPrivate(Vma owner, VirtAddr address, PteRef ptep, PhysAddr page)
    {
        // The fault path's locks are dropped for it.
        var mutex = owner.File.FaultMutexOf(owner.PageIndex(address));
        var ptl = PageTableLockOf(owner, ptep);
        Probe.Tell(new Unlocked(ptl, LockMode.Write));
        if (!_rules.HasVmaLock) Up(owner.File.IMmapLock, LockMode.Read);
        Probe.Tell(new Unlocked(mutex, LockMode.Write));
        using (IMmapLockWrite(owner.File))
        {
            var (start, end) = (owner.OffsetOf(address), owner.OffsetOf(address) + new ByteSize(owner.File.PageBytes - 1));
            for (var vma = owner.File.IMmap.First(start, end); vma is not null; vma = IMmapTree.Next(vma, start, end))
            {
                var range = new AddrRange(address, address + owner.File.PageBytes);
                if (vma == owner || vma.MayShare || vma.Reserved is not null || !vma.Range.Contains(range)) continue;
                var entry = LeafEntry(vma, address);
                if (entry.IsNull || Get(entry) is not { IsPresent: true } leaf || vma.File.PageOf(leaf) != page) continue;
                vma.IsRobbed = true;
                UnmapHugepageRangeOf(vma, start, end, dropsMarkers: false);
            }
        }

        // Taken again; the scopes of both are still open.
        Spin(mutex);
        if (!_rules.HasVmaLock) Down(owner.File.IMmapLock, LockMode.Read);
        Spin(ptl);
    }

    /// <summary>The page of a private mapping that reserved it goes: it is reserved for its place again.</summary>
    private void RestoreReservation(Vma vma, VirtAddr address)
    {
        if (!_rules.RestoresReservation || vma.Reserved is not { } reserved) return;
        Writes(StateKey.HugePages);
        if (!machine.HugePages.TryReserve(1)) return;
        reserved.Add(vma.PageIndex(address));
    }

    /// <summary>A private mapping goes: what it reserved and did not use is free again.</summary>
    private void Unreserve(Vma vma)
    {
        if (vma.Reserved is not { Count: > 0 } reserved) return;
        Writes(StateKey.HugePages);
        var (first, last) = (vma.PageIndex(vma.Start), vma.PageIndex(vma.End));
        machine.HugePages.Unreserve(reserved.RemoveWhere(index => index >= first && index < last));
    }

    /// <summary>
    /// A truncated file gives back what was reserved from there on (hugetlb_unreserve_pages); a hole gives back only its pages, and what was
    /// reserved for places without one stays reserved.
    /// </summary>
    private void Unreserve(HugetlbFile file, ulong first) =>
        machine.HugePages.Unreserve(file.Reserved.RemoveWhere(index => index >= first));
}
