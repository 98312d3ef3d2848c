using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Emulator.Native;

/// <summary>
/// A number of bytes, or an offset in a file. Written as a trace writes it: a sum of terms with the suffixes
/// K M G T P (powers of 1024), decimal or 0x hex; printed largest unit first, each term below 1024, zero terms dropped.
/// </summary>
public readonly record struct ByteSize(ulong Bytes) : IComparable<ByteSize>
{
    private const string Units = "PTGMK";

    public static readonly ByteSize Zero = new(0);

    public static ByteSize FromKilo(ulong count) => new(count << 10);
    public static ByteSize FromMega(ulong count) => new(count << 20);
    public static ByteSize FromGiga(ulong count) => new(count << 30);
    public static ByteSize FromTera(ulong count) => new(count << 40);

    public static ByteSize operator +(ByteSize a, ByteSize b) => new(a.Bytes + b.Bytes);
    public static ByteSize operator -(ByteSize a, ByteSize b) => new(a.Bytes - b.Bytes);
    public static bool operator <(ByteSize a, ByteSize b) => a.Bytes < b.Bytes;
    public static bool operator >(ByteSize a, ByteSize b) => a.Bytes > b.Bytes;
    public static bool operator <=(ByteSize a, ByteSize b) => a.Bytes <= b.Bytes;
    public static bool operator >=(ByteSize a, ByteSize b) => a.Bytes >= b.Bytes;

    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Is this a multiple of <paramref name="unit"/>, a power of two in bytes?</summary>
    public bool IsAligned(ulong unit) => (Bytes & (unit - 1)) == 0;

    /// <summary>Reads a SIZE or ADDR of a trace: <c>8G+2M</c>, <c>11G-2M</c>, <c>0x40000000</c>.</summary>
    /// <returns>False where the text is not a sum of terms, or the sum is below 0 or above 2^64 - 1, or beyond 2^126 on the way.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ByteSize size) =>
        TryParseSmall(text, out size) || TryParseSum(text, out size);

    /// <summary>
    /// Terms below 2^56 and few of them, as nearly always: code for Int128 is never compiled ahead, and a small run should not wait for it.
    /// </summary>
    /// <returns>False also where it is not such a sum.</returns>
    private static bool TryParseSmall(ReadOnlySpan<char> text, out ByteSize size)
    {
        size = Zero;
        var sum = 0L;
        for (var (terms, sign) = (0, 1); terms < 64; terms++)
        {
            var length = text.IndexOfAny('+', '-');
            if (!TryParseTerm(length < 0 ? text : text[..length], out var count, out var shift) || count > 1UL << 56 >> shift) return false;
            sum += sign * (long)(count << shift);
            if (length < 0)
            {
                size = new((ulong)sum);
                return sum >= 0;
            }

            sign = text[length] == '+' ? 1 : -1;
            text = text[(length + 1)..];
        }

        return false;
    }

    private static bool TryParseSum(ReadOnlySpan<char> text, out ByteSize size)
    {
        // A term is below 2^114, so a sum that is stopped beyond this can't wrap.
        var partialSumMax = (Int128)1 << 126;
        Int128 sum = 0;
        size = Zero;
        for (var sign = 1; ;)
        {
            var length = text.IndexOfAny('+', '-');
            var term = length < 0 ? text : text[..length];
            if (!TryParseTerm(term, out var count, out var shift)) return false;
            sum += sign * ((Int128)count << shift);
            if (Int128.Abs(sum) > partialSumMax) return false;
            if (length < 0) break;
            sign = text[length] == '+' ? 1 : -1;
            text = text[(length + 1)..];
        }

        if (sum < 0 || sum > ulong.MaxValue) return false;
        size = new((ulong)sum);
        return true;
    }

    private static bool TryParseTerm(ReadOnlySpan<char> term, out ulong count, out int shift)
    {
        (count, shift) = (0, 0);
        if (term.IsEmpty) return false;
        var unit = Units.IndexOf(char.ToUpperInvariant(term[^1]), StringComparison.Ordinal);
        if (unit >= 0) term = term[..^1];
        var isHex = term.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (unit >= 0) shift = 10 * (Units.Length - unit);
        return ulong.TryParse(isHex ? term[2..] : term, style, CultureInfo.InvariantCulture, out count);
    }

    /// <summary>Reads as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">The text is not a SIZE.</exception>
    public static ByteSize Parse(string text) =>
        TryParse(text, out var size) ? size : throw new FormatException($"'{text}' is not a SIZE such as 8G+2M");

    [SuppressMessage("Performance", "CA1834", Justification = "one place, cold")]
    public override string ToString()
    {
        if (Bytes == 0) return "0";
        var text = new StringBuilder();
        var rest = Bytes;
        for (var unit = 0; unit <= Units.Length; unit++)
        {
            var shift = 10 * (Units.Length - unit);
            var count = rest >> shift;
            rest &= (1UL << shift) - 1;
            if (count == 0) continue;
            if (text.Length > 0) text.Append('+');
            text.Append(count);
            if (unit < Units.Length) text.Append(Units[unit]);
        }

        return text.ToString();
    }
}
