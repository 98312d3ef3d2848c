using System.Globalization;

namespace Emulator.Native;

/// <summary>A mapping of an agent's file, as /proc/PID/maps and smaps tell it.</summary>
/// <param name="File">Which of the agent's files, counted from 0.</param>
/// <param name="Access">As there: <c>rw-s</c>.</param>
/// <param name="VmFlags">Two letters each; empty where only maps was read.</param>
public sealed record ProcMapping(AddrRange Range, int File, ByteSize Offset, string Access, IReadOnlyList<string> VmFlags)
{
    // agent.h: FILE_NAME_PREFIX.
    private const string FilePrefix = "/memfd:ptemu-";
    private const string FlagsField = "VmFlags:";

    public bool IsPrivate => Access[^1] == 'p';

    /// <summary>The mappings of a process, in the order of their addresses.</summary>
    /// <param name="withVmFlags">Walks all the page tables, which takes time.</param>
    public static IReadOnlyList<ProcMapping> Of(int pid, bool withVmFlags) =>
        Of(System.IO.File.ReadLines($"/proc/{pid}/{(withVmFlags ? "smaps" : "maps")}"));

    /// <summary>Those in lines of maps or smaps.</summary>
    internal static IReadOnlyList<ProcMapping> Of(IEnumerable<string> lines)
    {
        var mappings = new List<ProcMapping>();
        var isOurs = false;
        foreach (var line in lines)
        {
            if (line.StartsWith(FlagsField, StringComparison.Ordinal))
            {
                var flags = line[FlagsField.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (isOurs) mappings[^1] = mappings[^1] with { VmFlags = flags };
            }
            else if (Parse(line) is var (isMapping, ours) && isMapping)
            {
                isOurs = ours is not null;
                if (ours is not null) mappings.Add(ours);
            }
        }

        return mappings;
    }

    /// <summary>Takes a line of maps; a line of another kind (smaps has them) begins with a name and a colon.</summary>
    private static (bool IsMapping, ProcMapping? Ours) Parse(string line)
    {
        var words = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 5 || words[0].EndsWith(':')) return (false, null);
        if (words.Length < 6 || !words[5].StartsWith(FilePrefix, StringComparison.Ordinal)) return (true, null);
        var bounds = words[0].Split('-');
        var file = words[5][FilePrefix.Length..].Split(' ')[0];
        return (true, new(
            new(new(Hex(bounds[0])), new(Hex(bounds[1]))),
            int.Parse(file, CultureInfo.InvariantCulture),
            new(Hex(words[2])),
            words[1],
            []));
    }

    private static ulong Hex(string digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

/// <summary>/proc/PID/status.</summary>
public static class ProcStatus
{
    /// <summary>VmPTE: the kilobytes of page tables that the process has, PTE, PMD and PUD tables together.</summary>
    public static long PageTableKilobytes(int pid)
    {
        const string Field = "VmPTE:";
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(Field, StringComparison.Ordinal));
        return long.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
