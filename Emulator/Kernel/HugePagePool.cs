namespace Emulator.Kernel;

/// <summary>The free 2 MB pages of the machine (vm.nr_hugepages): unlimited where the trace does not say.</summary>
public sealed class HugePagePool(long? free)
{
    private long? _free = free;

    public bool TryTake()
    {
        if (_free == 0) return false;
        _free--;
        return true;
    }

    public void Give(long pages) => _free += pages;
}
