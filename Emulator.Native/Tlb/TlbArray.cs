using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>
/// A set-associative array of tags and what they translate to: a TLB, or a paging-structure cache. A set is chosen by the low bits of
/// the page number, and padded to 8 ways, the vector of a lookup. How the order of use is kept depends on the ways
/// (<see cref="TlbArray"/>.Order): true LRU in each.
/// </summary>
public sealed unsafe partial class TlbArray : IDisposable
{
    /// <summary>More ways than any TLB has.</summary>
    public const int WaysMax = 128;

    private const int Lane = 8;

    private readonly int _stride;
    private readonly ulong _setMask;
    private ulong* _tags;
    private ulong* _entries;

    /// <param name="sets">A power of two.</param>
    public TlbArray(int sets, int ways, TlbReplacement replacement = TlbReplacement.Lru)
    {
        Ensure.That(sets > 0 && BitOperations.IsPow2(sets));
        Ensure.That(ways is > 0 and <= WaysMax);
        (Sets, Ways, Replacement) = (sets, ways, replacement);
        _stride = (ways + Lane - 1) / Lane * Lane;
        _setMask = (ulong)sets - 1;
        _keeping = KeepingOf(ways, replacement);
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)ways);
        _bytes = _keeping switch
        {
            Keeping.Bytes => new byte[sets * ways],
            Keeping.Tree => new byte[sets * _leaves],
            _ => [],
        };
        // Safe: two arrays of sets * stride entries, cleared below before anything reads them.
        _tags = (ulong*)NativeMemory.AlignedAlloc((nuint)(sets * _stride * 2 * sizeof(ulong)), Lane * sizeof(ulong));
        _entries = _tags + (sets * _stride);
        Clear();
    }

    public int Sets { get; }

    public int Ways { get; }

    public TlbReplacement Replacement { get; }

    /// <summary>Looks a tag up, and counts that as a use of its entry.</summary>
    // Safe: SetOf masks; Find returns a way below Ways.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTouch(TlbTag tag, out Pte entry)
    {
        var set = SetOf(tag);
        var way = Find(_tags + (set * (nuint)_stride), tag.Raw);
        if (way < 0)
        {
            entry = default;
            return false;
        }

        entry = new(_entries[(set * (nuint)_stride) + (nuint)way]);
        Touch(set, way);
        return true;
    }

    /// <summary>Is it there? Counts as no use.</summary>
    // Safe: as TryTouch.
    public bool Contains(TlbTag tag) => Find(_tags + (SetOf(tag) * (nuint)_stride), tag.Raw) >= 0;

    /// <summary>Puts in what is not there; the set's victim goes if it is full.</summary>
    /// <param name="kindWaysMax">The most entries of this kind that a set may have: then the one used longest ago of the kind goes.</param>
    // Safe: as TryTouch; the victim is below Ways.
    public void Insert(TlbTag tag, Pte entry, int kindWaysMax = WaysMax)
    {
        var set = SetOf(tag);
        var way = kindWaysMax < Ways ? LastOfKind(set, tag, kindWaysMax) : -1;
        if (way < 0) way = Victim(set);
        var place = (set * (nuint)_stride) + (nuint)way;
        (_tags[place], _entries[place]) = (tag.Raw, entry.Raw);
        Touch(set, way);
    }

    /// <summary>What a tag translates to becomes something else, where the tag is there; counts as no use.</summary>
    // Safe: as TryTouch.
    public void Replace(TlbTag tag, Pte entry)
    {
        var first = SetOf(tag) * (nuint)_stride;
        var way = Find(_tags + first, tag.Raw);
        if (way >= 0) _entries[first + (nuint)way] = entry.Raw;
    }

    /// <summary>All that is there, set by set.</summary>
    // Safe: below sets * stride.
    public IReadOnlyList<(TlbTag Tag, Pte Entry)> Contents
    {
        get
        {
            var all = new List<(TlbTag, Pte)>();
            for (var i = 0; i < Sets * _stride; i++)
            {
                if (_tags[i] != 0) all.Add((new(_tags[i]), new(_entries[i])));
            }

            return all;
        }
    }

    public void Dispose()
    {
        if (_tags == null) return;
        // Safe: allocated by the constructor, freed once.
        NativeMemory.AlignedFree(_tags);
        _tags = null;
        _entries = null;
        GC.SuppressFinalize(this);
    }

    ~TlbArray() => Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint SetOf(TlbTag tag) => (nuint)((tag.Raw >> TlbTag.ShiftOf(tag.Kind)) & _setMask);

    /// <returns>-1 where the set has fewer of the kind than may be.</returns>
    // Safe: the set's own ways.
    private int LastOfKind(nuint set, TlbTag tag, int kindWaysMax)
    {
        var (mask, value) = tag.OfKind;
        var (count, last) = (0, -1);
        var tags = _tags + (set * (nuint)_stride);
        for (var age = 0; age < Ways; age++)
        {
            var way = WayOfAge(set, age);
            if ((tags[way] & mask) != value) continue;
            count++;
            last = way;
        }

        return count >= kindWaysMax ? last : -1;
    }
}
