namespace Emulator.Kernel;

/// <summary>The free 2 MB pages of the machine (vm.nr_hugepages), some of them reserved: unlimited where the trace does not say.</summary>
public sealed class HugePagePool(long? free)
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
