using System.Numerics;
using System.Runtime.CompilerServices;
using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>
/// The huge pages that a file has, by index. A block of 512 indexes has 512 pages' worth of physical addresses set aside when it
/// is first used, so a page costs a bit; one that was freed and comes back gets another frame, so that a stale user of
/// the old one can be told from a user of the new one.
/// </summary>
internal sealed class PageCache(ulong pageBytes, Func<ulong, PhysAddr> reserveFrames)
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

    /// <summary>How many pages from an index on are in its block.</summary>
    internal static int LeftInBlock(ulong index) => BlockPages - (int)(index % BlockPages);

    /// <summary>
    /// The first of so many pages, all in one block, if they lie one behind the other; those that are missing are added, if they may be
    /// and none of them was there before.
    /// </summary>
    internal bool TryFindRun(ulong index, int count, bool mayAdd, out PhysAddr first)
    {
        var isKnown = _blocks.TryGetValue(index / BlockPages, out var block);
        first = PhysAddr.None;
        if (isKnown && (block!.HasMoved || block.IsMissingUsed(index % BlockPages, count))) return false;
        var missing = count - (isKnown ? block!.CountOf(index % BlockPages, count) : 0);
        if (missing != 0 && !mayAdd) return false;
        if (!isKnown) _blocks[index / BlockPages] = block = new(reserveFrames(BlockPages * pageBytes));
        if (missing != 0) block!.PutRun(index % BlockPages, count);
        Count += missing;
        first = block!.PageAt(index % BlockPages, pageBytes);
        return true;
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
            if (start >= last || start + BlockPages <= first) continue;
            var page = first > start ? first - start : 0;
            var count = (int)(Math.Min(last - start, BlockPages) - page);
            Count -= block.CountOf(page, count);
            block.TakeRun(page, count);
        }

        return before - Count;
    }

    private sealed class Block(PhysAddr first)
    {
        private Bits _present;
        private Bits _used;
        private Dictionary<ulong, PhysAddr>? _moved;

        /// <summary>Some page has a frame that is not in line.</summary>
        internal bool HasMoved => _moved is not null;

        internal bool Has(ulong page) => (_present[(int)(page / 64)] >> (int)(page % 64) & 1) != 0;

        internal PhysAddr PageAt(ulong page, ulong pageBytes) =>
            _moved is not null && _moved.TryGetValue(page, out var moved) ? moved : new(first.Value + (page * pageBytes));

        internal void Put(ulong page, Func<PhysAddr> takeFrame)
        {
            var bit = 1UL << (int)(page % 64);
            if ((_used[(int)(page / 64)] & bit) != 0) (_moved ??= [])[page] = takeFrame();
            _used[(int)(page / 64)] |= bit;
            _present[(int)(page / 64)] |= bit;
        }

        /// <summary>Is one of these pages not there, but was?</summary>
        internal bool IsMissingUsed(ulong page, int count)
        {
            for (var word = 0; word < BlockPages / 64; word++)
            {
                if ((_used[word] & ~_present[word] & Among(word, page, count)) != 0) return true;
            }

            return false;
        }

        internal int CountOf(ulong page, int count)
        {
            var there = 0;
            for (var word = 0; word < BlockPages / 64; word++) there += BitOperations.PopCount(_present[word] & Among(word, page, count));
            return there;
        }

        internal void PutRun(ulong page, int count)
        {
            for (var word = 0; word < BlockPages / 64; word++)
            {
                _used[word] |= Among(word, page, count);
                _present[word] |= Among(word, page, count);
            }
        }

        internal void TakeRun(ulong page, int count)
        {
            for (var word = 0; word < BlockPages / 64; word++) _present[word] &= ~Among(word, page, count);
        }

        /// <summary>The bits of a word that stand for so many pages from one on.</summary>
        private static ulong Among(int word, ulong page, int count)
        {
            var (first, end) = ((int)page - (word * 64), (int)page + count - (word * 64));
            if (first >= 64 || end <= 0) return 0;
            var from = first > 0 ? ulong.MaxValue << first : ulong.MaxValue;
            return end < 64 ? from & ((1UL << end) - 1) : from;
        }

        [InlineArray(BlockPages / 64)]
        private struct Bits
        {
            private ulong _first;
        }
    }
}
