using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>
/// The huge pages that a trace may take, so that a real machine with 1 GB of them can run it: one for each page of a file, and one
/// for each page of a private mapping in each process. A page that was freed still counts.
/// </summary>
internal sealed class PageBudget(int pagesMax)
{
    private readonly HashSet<(string Owner, ulong Page)> _taken = [];
    private readonly List<(string Owner, ulong Page)> _order = [];

    /// <summary>The offsets of a file's pages that were taken, in that order.</summary>
    public IEnumerable<VirtAddr> TakenOf(string owner) =>
        from page in _order
        where page.Owner == owner
        select new VirtAddr(page.Page * Pmd.Span);

    /// <summary>May the process access the address? Then its page is taken.</summary>
    public bool TryTake(DrawnProcess process, VirtAddr address)
    {
        var mapping = process.At(address);
        // 1 GB pages are not in the pool: a real machine has none, where the emulator always has one.
        if (mapping is { File.IsGiga: true }) return false;
        return mapping is { IsShared: true }
            ? TryTake(mapping.File.Name, mapping.OffsetOf(address))
            : TryTake(process.Name, address - default(VirtAddr));
    }

    /// <summary>The same for a page of a file.</summary>
    public bool TryTake(string owner, ByteSize offset)
    {
        var page = (owner, offset.Bytes / Pmd.Span);
        if (_taken.Contains(page)) return true;
        if (_taken.Count >= pagesMax) return false;
        _order.Add(page);
        return _taken.Add(page);
    }
}
