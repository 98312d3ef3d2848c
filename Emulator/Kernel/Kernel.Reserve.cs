using Emulator.Accounting;
using Emulator.Native;

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
        if (!machine.HugePages.IsLimited || !vma.File.IsPmdSized) return true;
        Writes(StateKey.HugePages);
        var reserved = vma.MayShare ? vma.File.Reserved : vma.Reserved = [];
        var (first, count) = (vma.PageIndex(vma.Start), vma.Range.Length.Bytes / vma.File.PageBytes);
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

    /// <summary>A private mapping goes: what it reserved and did not use is free again.</summary>
    private void Unreserve(Vma vma)
    {
        if (vma.Reserved is not { Count: > 0 } reserved) return;
        var (first, last) = (vma.PageIndex(vma.Start), vma.PageIndex(vma.End));
        machine.HugePages.Unreserve(reserved.RemoveWhere(index => index >= first && index < last));
    }

    /// <summary>The pages [first, last) of a file go, and so does what was reserved for them.</summary>
    private void Unreserve(HugetlbFile file, ulong first, ulong last) =>
        machine.HugePages.Unreserve(file.Reserved.RemoveWhere(index => index >= first && index < last));
}
