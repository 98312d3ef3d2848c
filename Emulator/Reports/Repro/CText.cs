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

/// <summary>
/// C identifiers for what a trace names. A process that ends and whose name is given to another child is two, and each fork
/// makes one; <see cref="ProcessOf"/> is the one that bears the name now.
/// </summary>
internal sealed class CNames
{
    private readonly HashSet<string> _used = [];
    private readonly Dictionary<string, string> _live = [];
    private readonly Dictionary<string, string> _files = [];
    private readonly Dictionary<string, string> _readOnlyFiles = [];
    private readonly Dictionary<string, string> _userfaultfds = [];
    private readonly List<(string Identifier, string Name)> _processes = [];

    public CNames(Trace trace)
    {
        foreach (var name in trace.Processes) AddProcess(name);
        foreach (var file in trace.Files) _files[file.Name] = Identifier("file", file.Name);
        foreach (var mmap in trace.Statements.OfType<MmapStatement>().Where(mmap => mmap.IsReadOnlyFile))
        {
            if (!_readOnlyFiles.ContainsKey(mmap.File)) _readOnlyFiles[mmap.File] = Identifier("file", $"{mmap.File}_ro");
        }
    }

    /// <summary>Processes, in the order in which they come to life.</summary>
    public IReadOnlyList<(string Identifier, string Name)> Processes => _processes;

    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>Descriptors opened O_RDONLY, by the name of their file.</summary>
    public IReadOnlyDictionary<string, string> ReadOnlyFiles => _readOnlyFiles;

    /// <summary>Those that were asked for so far.</summary>
    public IEnumerable<string> Userfaultfds => _userfaultfds.Values;

    public string ProcessOf(string name) => _live[name];

    /// <returns>The identifier of a process that is born with that name.</returns>
    public string AddProcess(string name)
    {
        var identifier = Identifier("proc", name);
        _processes.Add((identifier, name));
        return _live[name] = identifier;
    }

    /// <param name="context">Null is the process's own.</param>
    public string UserfaultfdOf(string? context)
    {
        if (_userfaultfds.TryGetValue(context ?? "", out var identifier)) return identifier;
        return _userfaultfds[context ?? ""] = context is null ? "uffd" : Identifier("uffd", context);
    }

    private string Identifier(string kind, string name)
    {
        var plain = $"{kind}_{name.Replace('-', '_')}";
        var identifier = plain;
        for (var number = 2; !_used.Add(identifier); number++) identifier = $"{plain}_{number}";
        return identifier;
    }
}
