using Emulator.Scenarios;

namespace Emulator.Reports;

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
