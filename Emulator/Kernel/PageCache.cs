using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>
/// The huge pages that a file has, by index. A block of 512 indexes has 512 pages' worth of physical addresses set aside when it
/// is first used, so a page costs a bit; one that was freed and comes back gets another frame, so that a stale user of
/// the old one can be told from a user of the new one.
/// </summary>
public sealed class PageCache(ulong pageBytes, Func<ulong, PhysAddr> reserveFrames)
{
    private const int BlockPages = 512;

    private readonly Dictionary<ulong, Block> _blocks = [];

    /// <summary>Pages that are there.</summary>
    public long Count { get; private set; }

    /// <summary>The page at an index, or none.</summary>
    public PhysAddr Find(ulong index) =>
        _blocks.TryGetValue(index / BlockPages, out var block) && block.Has(index % BlockPages)
            ? block.PageAt(index % BlockPages, pageBytes)
            : PhysAddr.None;

    /// <summary>Adds the page at an index, which must not be there.</summary>
    public PhysAddr Add(ulong index)
    {
        if (!_blocks.TryGetValue(index / BlockPages, out var block))
        {
            _blocks[index / BlockPages] = block = new(reserveFrames(BlockPages * pageBytes));
        }

        Ensure.That(!block.Has(index % BlockPages));
        block.Put(index % BlockPages, () => reserveFrames(pageBytes));
        Count++;
        return block.PageAt(index % BlockPages, pageBytes);
    }

    /// <summary>The indexes in [first, last) that have a page, in order.</summary>
    public IReadOnlyList<ulong> Indexes(ulong first, ulong last) =>
    [
        .. _blocks.OrderBy(pair => pair.Key)
            .SelectMany(pair => Enumerable.Range(0, BlockPages).Where(page => pair.Value.Has((ulong)page))
                .Select(page => (pair.Key * BlockPages) + (ulong)page))
            .Where(index => index >= first && index < last),
    ];

    /// <summary>Takes the pages of the indexes [first, last) out.</summary>
    /// <returns>How many there were.</returns>
    public long Remove(ulong first, ulong last)
    {
        var before = Count;
        foreach (var (number, block) in _blocks)
        {
            var start = number * BlockPages;
            for (var page = 0UL; page < BlockPages; page++)
            {
                if (start + page < first || start + page >= last || !block.Has(page)) continue;
                block.Take(page);
                Count--;
            }
        }

        return before - Count;
    }

    private sealed class Block(PhysAddr first)
    {
        private readonly ulong[] _present = new ulong[BlockPages / 64];
        private readonly ulong[] _used = new ulong[BlockPages / 64];
        private Dictionary<ulong, PhysAddr>? _moved;

        internal bool Has(ulong page) => (_present[page / 64] >> (int)(page % 64) & 1) != 0;

        internal void Take(ulong page) => _present[page / 64] &= ~(1UL << (int)(page % 64));

        internal PhysAddr PageAt(ulong page, ulong pageBytes) =>
            _moved is not null && _moved.TryGetValue(page, out var moved) ? moved : new(first.Value + (page * pageBytes));

        internal void Put(ulong page, Func<PhysAddr> takeFrame)
        {
            var bit = 1UL << (int)(page % 64);
            if ((_used[page / 64] & bit) != 0) (_moved ??= [])[page] = takeFrame();
            _used[page / 64] |= bit;
            _present[page / 64] |= bit;
        }
    }
}
