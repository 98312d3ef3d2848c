using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.Tidy;

/// <summary>Which rooms (the first folders of a project) use which, read from the names in the sources.</summary>
internal sealed class RoomGraph
{
    private readonly SortedDictionary<string, SortedSet<string>> _uses = new(StringComparer.Ordinal);

    private RoomGraph()
    {
    }

    internal IEnumerable<string> Rooms => _uses.Keys;

    internal static RoomGraph Of(string project)
    {
        var graph = new RoomGraph();
        foreach (var source in Sources.In(project))
        {
            var folders = source.Path.Split('/');
            if (folders.Length < 3) continue;
            var uses = graph.At(folders[1]);
            foreach (var name in NamesOf(source, project).Where(name => name.Length > 1 && name[1] != folders[1])) uses.Add(name[1]);
        }

        // What lies in no room (Emulator.Native, a file at the root) is not drawn.
        foreach (var uses in graph._uses.Values) uses.IntersectWith(graph._uses.Keys);
        return graph;
    }

    /// <summary>Rooms that reach themselves, each with the way round.</summary>
    internal IEnumerable<string> Cycles() =>
        from room in _uses.Keys
        from used in _uses[room]
        where Reach(used).Contains(room)
        select $"{room} uses {used}, which leads back to {room}";

    /// <summary>A line for each room, users first: what it uses and does not reach through another one of its line.</summary>
    internal string Text()
    {
        var width = _uses.Keys.Max(room => room.Length);
        var lines = Ordered().Select(room => _uses[room].Count == 0 ? room : $"{room.PadRight(width)} ──► {string.Join(", ", Direct(room))}");
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Names of a project's namespaces in a source: of using directives, and those that are written in full.</summary>
    internal static IEnumerable<string[]> NamesOf(Sources.Source source, string project) =>
        from node in source.Root.DescendantNodes()
        where node is QualifiedNameSyntax or MemberAccessExpressionSyntax && node.Parent is not BaseNamespaceDeclarationSyntax
        let text = node.ToString().Replace("global::", "", StringComparison.Ordinal)
        where text.StartsWith($"{project}.", StringComparison.Ordinal)
        select text.Split('.');

    private SortedSet<string> At(string room)
    {
        if (!_uses.TryGetValue(room, out var uses)) _uses[room] = uses = new(StringComparer.Ordinal);
        return uses;
    }

    private IEnumerable<string> Direct(string room) =>
        _uses[room].Where(used => !_uses[room].Any(other => other != used && Reach(other).Contains(used))).OrderByDescending(Depth).ThenBy(used => used);

    private IEnumerable<string> Ordered() => _uses.Keys.OrderByDescending(Depth).ThenBy(room => room, StringComparer.Ordinal);

    private int Depth(string room) => _uses[room].Count == 0 ? 0 : 1 + _uses[room].Max(Depth);

    private HashSet<string> Reach(string room)
    {
        var seen = new HashSet<string> { room };
        var open = new Stack<string>([room]);
        while (open.TryPop(out var at))
        {
            foreach (var used in _uses[at].Where(seen.Add)) open.Push(used);
        }

        return seen;
    }
}
