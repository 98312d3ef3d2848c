using System.CommandLine;
using Emulator.Native;
using Emulator.Reports;
using Perf.Bench;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu scan</c>: how fast PMD tables are scanned in bulk here, beside a plain read of the same bytes.</summary>
internal static class ScanCommand
{
    private static readonly TimeSpan BudgetEach = TimeSpan.FromSeconds(1);

    internal static Command Create(Terminal terminal)
    {
        var json = Options.Json();
        var sizes = SizeList.Option();
        var command = new Command("scan", "Measure the bulk scans of PMD tables, with each ISA, beside a plain read of the same bytes") { sizes, json };
        command.SetAction(parsed => Run(SizeList.Parse(parsed.GetRequiredValue(sizes)), parsed.GetValue(json), terminal));
        return command;
    }

    private static void Run(IReadOnlyList<ByteSize> sizes, bool isJson, Terminal terminal)
    {
        var rows = new ScanMeasurement(sizes, BudgetEach, terminal).Rows();
        if (!isJson) terminal.Output.WriteLine(HostMachine.Describe());
        foreach (var ofSize in rows.GroupBy(row => row.Bytes).Select(group => group.ToList()))
        {
            if (isJson) foreach (var row in ofSize) terminal.Output.WriteLine(row.Json());
            else terminal.Output.Write($"\n{TextOf(ofSize)}");
        }
    }

    private static string TextOf(List<ScanRow> rows)
    {
        var table = new TextTable(16, 8, 8, 12, 8);
        table.Add(new ByteSize(rows[0].Bytes).ToString(), "ISA", "GB/s", "M entries/s", "of read");
        foreach (var row in rows)
        {
            var share = row.OfRoofline.ToString("0.00") + (row.Roofline == ScanOperation.Rewrite ? "*" : "");
            table.Add(row.Op, row.Isa, row.GbPerS.ToString("0.0"), (row.EntriesPerS / 1e6).ToString("0"), share);
        }

        return $"{table}Medians of {rows[0].Rounds} rounds, all in turn. *: of a read and write.\n";
    }
}
