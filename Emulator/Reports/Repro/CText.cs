using System.Text.RegularExpressions;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>Values of a trace as C writes them, in the style of the kernel: tabs of eight, at most 120 columns.</summary>
internal static partial class CText
{
    private const string Units = "KMGTP";
    private const int ColumnsMax = 110;

    /// <summary>A size or an address: <c>16 * T + 8 * G</c>.</summary>
    public static string Of(ByteSize size) => size == ByteSize.Zero ? "0" : string.Join(" + ", size.ToString().Split('+').Select(Term));

    public static string Of(VirtAddr address) => Of(address - VirtAddr.Zero);

    /// <summary>An address as an argument that is a pointer.</summary>
    public static string Pointer(VirtAddr address) => $"(void *)({Of(address)})";

    public static string Of(Protection protection) => protection == Protection.None ? "PROT_NONE" : string.Join(
        " | ",
        new[] { (Protection.R, "PROT_READ"), (Protection.W, "PROT_WRITE"), (Protection.X, "PROT_EXEC") }
            .Where(one => (protection & one.Item1) != 0)
            .Select(one => one.Item2));

    /// <summary>The units that a text uses, as macros.</summary>
    public static IEnumerable<string> UnitsIn(string text) =>
        from unit in Units.Index()
        where UnitUse().Matches(text).Any(match => match.Groups[1].Value[0] == unit.Item)
        select $"#define {unit.Item} (1UL << {10 * (unit.Index + 1)})";

    /// <summary>Joins parts with the separator, and goes on in a new line, at the indentation, where a line gets too long.</summary>
    public static string Wrap(IEnumerable<string> parts, string separator, string indentation)
    {
        var lines = new List<string> { "" };
        foreach (var part in parts)
        {
            if (lines[^1].Length > 0 && lines[^1].Length + part.Length > ColumnsMax - (8 * indentation.Length)) lines.Add("");
            lines[^1] += (lines[^1].Length > 0 ? " " : "") + part + separator;
        }

        return string.Join("\n" + indentation, lines)[..^separator.Length];
    }

    private static string Term(string term) => Units.Contains(term[^1], StringComparison.Ordinal)
        ? term[..^1] == "1" ? $"{term[^1]}" : $"{term[..^1]} * {term[^1]}"
        : $"{term}UL";

    [GeneratedRegex(@"\b([KMGTP])\b(?!"")")]
    private static partial Regex UnitUse();
}
