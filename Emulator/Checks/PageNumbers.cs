using Emulator.Native;

namespace Emulator.Checks;

/// <summary>
/// A number for each page of memory, 0 if none was said: 8 bytes a page where pages lie close together, as those of private mappings do.
/// </summary>
internal sealed class PageNumbers
{
    private readonly Dictionary<ulong, long[]> _blocks = [];
    private long[] _last = [];
    private ulong _lastBlock = ulong.MaxValue;

    internal bool IsEmpty => _blocks.Count == 0;

    internal long this[PhysAddr page]
    {
        get => Block(page, canMake: false) is { } block ? block[IndexOf(page)] : 0;
        set => Block(page, canMake: true)![IndexOf(page)] = value;
    }

    // A 1G page has a block of its own.
    private static int IndexOf(PhysAddr page) => (int)(page.Value >> Pmd.Shift) & 511;

    private long[]? Block(PhysAddr page, bool canMake)
    {
        var number = page.Value >> Pud.Shift;
        if (number == _lastBlock) return _last;
        if (!_blocks.TryGetValue(number, out var block))
        {
            if (!canMake) return null;
            _blocks[number] = block = new long[512];
        }

        (_lastBlock, _last) = (number, block);
        return block;
    }
}
