using System.Numerics;
using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>Which of a table's 512 entries: a bit for each, 64 bytes by value. <c>foreach</c> gives the set indexes in order.</summary>
public readonly struct EntryMask : IEquatable<EntryMask>
{
    public const int EntryCount = 512;

    internal const int WordCount = EntryCount / 64;

    private readonly Words _words;

    internal EntryMask(in Words words) => _words = words;

    /// <summary>Is entry <paramref name="index"/>, 0..511, in the mask?</summary>
    public bool this[int index]
    {
        get
        {
            Ensure.That((uint)index < EntryCount);
            return ((_words[index >> 6] >> index) & 1) != 0;
        }
    }

    /// <summary>How many entries are in the mask, 0..512.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    public bool IsEmpty => this == default;

    /// <summary>The mask of just these indexes, each 0..511.</summary>
    public static EntryMask Of(params ReadOnlySpan<int> indexes)
    {
        var words = default(Words);
        foreach (var index in indexes)
        {
            Ensure.That((uint)index < EntryCount);
            words[index >> 6] |= 1UL << index;
        }

        return new(words);
    }

    public Enumerator GetEnumerator() => new(this);

    public bool Equals(EntryMask other) => ((ReadOnlySpan<ulong>)_words).SequenceEqual(other._words);

    public override bool Equals(object? obj) => obj is EntryMask other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in _words) hash.Add(word);
        return hash.ToHashCode();
    }

    public static bool operator ==(EntryMask a, EntryMask b) => a.Equals(b);

    public static bool operator !=(EntryMask a, EntryMask b) => !a.Equals(b);

    /// <summary>The indexes, as <c>{0 7 511}</c>.</summary>
    public override string ToString()
    {
        var indexes = new List<int>();
        foreach (var index in this) indexes.Add(index);
        return $"{{{string.Join(' ', indexes)}}}";
    }

    /// <summary>Entry i is bit i % 64 of word i / 64.</summary>
    [InlineArray(WordCount)]
    internal struct Words
    {
        private ulong _first;
    }

    /// <summary>Goes from set bit to set bit, lowest index first.</summary>
    public struct Enumerator(EntryMask mask)
    {
        private readonly EntryMask _mask = mask;
        private ulong _rest = mask._words[0];
        private int _word;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (_word == WordCount - 1) return false;
                _rest = _mask._words[++_word];
            }

            Current = (_word * 64) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
