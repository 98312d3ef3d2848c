using System.Collections;
using System.Globalization;

namespace Emulator.Scenarios;

/// <summary>A list that is equal to another one if its elements are, so that records which hold it compare by value.</summary>
public sealed class ValueList<T>(params IEnumerable<T> items) : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    public static readonly ValueList<T> Empty = new();

    private readonly T[] _items = [.. items];

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode() => _items.Aggregate(_items.Length, HashCode.Combine);

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>CPU numbers as the kernel lists them (bitmap_parselist): <c>1</c>, <c>1-195</c>, <c>1,3-5</c>. Sorted, each once.</summary>
public sealed record CpuList(ValueList<int> Cpus)
{
    /// <summary>CPU 1 alone.</summary>
    public static readonly CpuList One = new(new ValueList<int>(1));

    public static bool TryParse(string text, out CpuList cpus)
    {
        var found = new SortedSet<int>();
        cpus = One;
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (!TryParseCpu(dash < 0 ? part : part[..dash], out var first)) return false;
            if (!TryParseCpu(dash < 0 ? part : part[(dash + 1)..], out var last)) return false;
            if (first > last) return false;
            found.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        cpus = new(new ValueList<int>(found));
        return true;
    }

    private static bool TryParseCpu(string text, out int cpu) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cpu) && cpu < MachineStatement.CpusMax;

    public override string ToString()
    {
        var parts = new List<string>();
        for (int i = 0, last; i < Cpus.Count; i = last + 1)
        {
            for (last = i; last + 1 < Cpus.Count && Cpus[last + 1] == Cpus[last] + 1;) last++;
            parts.Add(last == i ? $"{Cpus[i]}" : $"{Cpus[i]}-{Cpus[last]}");
        }

        return string.Join(',', parts);
    }
}
