using Emulator.Native;
using Perf.Cli;

namespace Perf.Bench;

/// <summary><c>ptemu bench --reference</c>: our loops in turn with C of the same work, built here.</summary>
internal static class ReferenceRun
{
    /// <summary>64 TB, of which each 1G has a table.</summary>
    private const int WalkTables = 64 << 10;

    /// <summary>3 TB: 6 GB of huge pages.</summary>
    private const int HostTables = 3000;

    private const int SmokeTables = 70;

    private delegate IEnumerable<RatioRow> Measurement(ReferenceLibrary library);

    /// <param name="groups">Which of the measurements; all, if none is named.</param>
    /// <param name="sharers">Of 64 TB, in the group build.</param>
    internal static int Run(
        IReadOnlyList<string> groups, IReadOnlyList<ByteSize> sizes, IReadOnlyList<int> sharers, bool isSmoke, bool isJson, bool makesPages,
        Terminal terminal)
    {
        var all = Groups(sizes, sharers, isSmoke, makesPages, terminal);
        if (groups.FirstOrDefault(name => all.All(group => group.Name != name)) is { } unknown)
            throw new BadInputException($"--reference: there is no group '{unknown}'; expected {string.Join(", ", all.Select(group => group.Name))}");
        using var library = ReferenceBuild.Load();
        if (!isJson)
        {
            terminal.Output.WriteLine(HostMachine.Describe());
            terminal.Output.WriteLine($"C: {ReferenceBuild.CompilerVersion()}, {ReferenceBuild.Flags}");
            if (!library.HasScans) terminal.Output.WriteLine("Without AVX2 or AVX-512 there are no C scans and no plain read.");
        }

        var rows = new List<RatioRow>();
        foreach (var row in all.Where(group => groups.Count == 0 || groups.Contains(group.Name)).SelectMany(group => group.Rows(library)))
        {
            rows.Add(row);
            if (isJson) terminal.Output.WriteLine(row.Json());
            if (terminal.IsUnread) break;
        }

        terminal.EndProgress();
        if (!isJson) terminal.Output.Write($"\n{ReferenceTable.TextOf(rows)}{ReferenceTable.Legend}");
        return ExitStatus.Done;
    }

    private static List<(string Name, Measurement Rows)> Groups(
        IReadOnlyList<ByteSize> sizes, IReadOnlyList<int> sharers, bool isSmoke, bool makesPages, Terminal terminal) =>
    [
        ("scan", library => new ScanReference(library, terminal).Rows(sizes)),
        ("walk", library => new WalkReference(library, terminal).Rows(isSmoke ? SmokeTables : WalkTables)),
        ("build", library => Build(library, isSmoke ? [3, 5] : sharers, isSmoke, terminal)),
        ("growth", _ =>
        [
            .. new GrowthReference(terminal).BySize(isSmoke ? [1, 2] : [1, 8, 64, 127]),
            .. new GrowthReference(terminal).BySharers(isSmoke ? SmokeTables : WalkTables / 64, isSmoke ? [2, 5] : [2, 10, 100, 1000, 10000]),
        ]),
        ("tlb", _ => new TlbReference(terminal).Rows(isSmoke)),
        ("start", _ => new StartReference(terminal).Rows(isSmoke ? 1 : Contest.RoundsMin)),
        ("host", _ => isSmoke && !makesPages ? [] : new HostReference(makesPages, terminal).Rows(isSmoke ? 3 : HostTables)),
    ];

    private static IEnumerable<RatioRow> Build(ReferenceLibrary library, IReadOnlyList<int> sharers, bool isSmoke, Terminal terminal)
    {
        using var build = new BuildReference(library, terminal);
        foreach (var row in build.Rows(isSmoke ? SmokeTables : WalkTables, sharers)) yield return row;
        foreach (var row in build.Processes(isSmoke ? 3 : WalkTables / 64, isSmoke ? 5 : 10_000)) yield return row;
        foreach (var row in build.Faithful(isSmoke ? 3 : WalkTables / 64)) yield return row;
    }
}
