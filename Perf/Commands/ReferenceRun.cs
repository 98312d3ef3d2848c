using Emulator.Native;
using Perf.Measure;

namespace Perf.Commands;

/// <summary><c>ptemu bench --reference</c>: our loops in turn with C of the same work, built here.</summary>
internal static class ReferenceRun
{
    /// <summary>64 TB, of which each 1G has a table.</summary>
    private const int WalkTables = 64 << 10;

    private const int SmokeTables = 70;

    internal static int Run(IReadOnlyList<ByteSize> sizes, bool isSmoke, bool isJson, Terminal terminal)
    {
        using var library = ReferenceBuild.Load();
        if (!isJson)
        {
            terminal.Output.WriteLine(HostMachine.Describe());
            terminal.Output.WriteLine($"C: {ReferenceBuild.CompilerVersion()}, {ReferenceBuild.Flags}");
            if (!library.HasScans) terminal.Output.WriteLine("This CPU has no AVX-512: the C scans and the plain read are left out.");
        }

        List<RatioRow> rows =
        [
            .. new ScanReference(library, terminal).Rows(sizes),
            .. new WalkReference(library, terminal).Rows(isSmoke ? SmokeTables : WalkTables),
            .. new GrowthReference(terminal).BySize(isSmoke ? [1, 2] : [1, 8, 64, 127]),
            .. new GrowthReference(terminal).BySharers(isSmoke ? SmokeTables : WalkTables / 64, isSmoke ? [2, 5] : [2, 10, 100, 1000, 10000]),
        ];
        if (isJson) foreach (var row in rows) terminal.Output.WriteLine(row.Json());
        else terminal.Output.Write($"\n{ReferenceTable.TextOf(rows)}{ReferenceTable.Legend}");
        return ExitStatus.Done;
    }
}
