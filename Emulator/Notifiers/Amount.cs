using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>Bytes, and how many entries of their holder map them.</summary>
public readonly record struct Amount(ulong Bytes, long Entries)
{
    private const string Units = "KMGTP";

    // A longer number is harder to read than a sum of terms.
    private const ulong CountMax = 999_999;

    public static Amount operator +(Amount a, Amount b) => new(a.Bytes + b.Bytes, a.Entries + b.Entries);

    /// <summary>A leaf, as a consumer holds it: in entries of its own size.</summary>
    public static Amount Of(HeldLeaf leaf, int entryShiftMax) =>
        new(leaf.Bytes, 1L << (leaf.Shift - Math.Min(leaf.Shift, entryShiftMax)));

    /// <summary>Of several leaves, together.</summary>
    public static Amount Of(IEnumerable<HeldLeaf> leaves, int entryShiftMax)
    {
        var sum = default(Amount);
        foreach (var leaf in leaves) sum += Of(leaf, entryShiftMax);
        return sum;
    }

    public override string ToString() => Entries == 0 ? "0" : $"{Short(Bytes)}/{Entries}";

    /// <summary>Bytes in the largest unit that divides them, so that a column stays narrow: 3068M and not 2G+1020M.</summary>
    public static string Short(ulong bytes)
    {
        var (count, unit) = (bytes, -1);
        while (unit < Units.Length - 1 && count != 0 && count % 1024 == 0) (count, unit) = (count / 1024, unit + 1);
        if (count > CountMax) return new ByteSize(bytes).ToString();
        return unit < 0 ? $"{count}" : $"{count}{Units[unit]}";
    }
}
