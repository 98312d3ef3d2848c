using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>
/// Physical addresses for data pages, from the end of the tables to MAXPHYADDR = 52. Nothing stands behind them: a page's
/// address is its identity. An address is never given out twice.
/// </summary>
internal sealed class PhysicalMemory
{
    private const ulong End = 1UL << 52;

    private ulong _next = FrameArena.EndOfTables;

    /// <summary>Sets aside <paramref name="bytes"/>, aligned to 1 GB where they are that many, otherwise to 2 MB.</summary>
    /// <exception cref="ArenaLimitException">52 bits of physical address are used up.</exception>
    public PhysAddr Reserve(ulong bytes)
    {
        var unit = bytes >= Pud.Span ? Pud.Span : Pmd.Span;
        var start = (_next + unit - 1) & ~(unit - 1);
        if (End - start < bytes) throw new ArenaLimitException("the pages of the files need more than the 4P of 52 physical address bits");
        _next = start + bytes;
        return new(start);
    }
}

/// <summary>The free 2 MB pages of the machine (vm.nr_hugepages), some of them reserved: unlimited where the trace does not say.</summary>
internal sealed class HugePagePool(long? free)
{
    private long? _free = free;
    private long _reserved;

    public bool IsLimited => _free is not null;

    /// <summary>Takes a page: a reserved one, or one that nobody reserved.</summary>
    public bool TryTake(bool isReserved)
    {
        if (!isReserved && _free - _reserved <= 0) return false;
        if (isReserved) _reserved--;
        _free--;
        return true;
    }

    public void Give(long pages) => _free += pages;

    /// <summary>Could so many be reserved, if so many of them are there or reserved already?</summary>
    public bool CanReserveAtAll(ulong pages, long have) => pages <= (ulong)((_free ?? 0) + have);

    public bool TryReserve(long pages)
    {
        if (_free - _reserved < pages) return false;
        _reserved += pages;
        return true;
    }

    public void Unreserve(long pages) => _reserved -= pages;
}
