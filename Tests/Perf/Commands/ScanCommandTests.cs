using System.Text.Json;
using Emulator.Native;
using Perf;
using Perf.Cli;

namespace Tests.Perf.Measure;

/// <summary>The rows of <c>ptemu scan</c>. How fast anything is, is not a matter for a test.</summary>
public class ScanCommandTests
{
    private static readonly string[] Fields =
        ["op", "isa", "bytes", "gb_per_s", "entries_per_s", "median_ns", "roofline", "of_roofline", "rounds", "machine"];

    private static readonly string[] Operations =
    [
        "read", "rewrite", "present", "present-mask", "match", "match-mask", "accessed-dirty", "differ", "differ-mask", "clear-accessed", "uffd-wp",
    ];

    private static readonly string[] Isas = ["scalar", "avx2", "avx512"];

    private static readonly int[] Sizes = [8192, 24576];

    [Fact]
    public void There_is_a_row_for_each_operation_ISA_and_size()
    {
        var rows = Cli.Run("scan", "--sizes", "8K,24K", "--json").Succeeded().Json;
        Assert.Equal(
            from bytes in Sizes
            from operation in Operations
            from isa in Isas.Take(Simd.Available.Count)
            select (operation, isa, bytes),
            rows.Select(row => (row.GetProperty("op").GetString()!, row.GetProperty("isa").GetString()!, row.GetProperty("bytes").GetInt32())));
        Assert.All(rows, Holds);
    }

    [Fact]
    public void A_person_reads_a_table_for_each_size()
    {
        var lines = Cli.Run("scan", "--sizes", "8K").Succeeded().Lines;
        Assert.Contains(Environment.Version.ToString(2), lines[0], StringComparison.Ordinal);
        Assert.StartsWith("8K ", lines[1], StringComparison.Ordinal);
        var table = lines.Skip(2).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(Operations.Length * Simd.Available.Count, table.Count(cells => Operations.Contains(cells[0])));
        Assert.All(table.Where(cells => cells[0] == "read"), cells => Assert.Equal("1.00", cells[^1]));
    }

    [Fact]
    public void Progress_goes_to_a_terminal_alone()
    {
        using var output = new StringWriter();
        using var screen = new StringWriter();
        Assert.Equal(0, Ptemu.Run(["scan", "--sizes", "8K", "--json"], new Terminal(output, screen, TextReader.Null, isInteractive: true)));
        Assert.Contains("\r8K: round 15", screen.ToString(), StringComparison.Ordinal);
        Assert.All(output.ToString().TrimEnd().Split('\n'), line => JsonDocument.Parse(line));
        Assert.Empty(Cli.Run("scan", "--sizes", "8K").Succeeded().Error);
    }

    private static void Holds(JsonElement row)
    {
        Assert.Equal(Fields, Cli.Names(row));
        Assert.InRange(row.GetProperty("rounds").GetInt32(), 15, 101);
        var (bytes, time) = (row.GetProperty("bytes").GetDouble(), row.GetProperty("median_ns").GetDouble());
        Assert.Equal(bytes / time, row.GetProperty("gb_per_s").GetDouble(), bytes / time * 0.002);
        Assert.Equal(bytes / 8 / time * 1e9, row.GetProperty("entries_per_s").GetDouble(), bytes / 8 / time * 1e9 * 0.002);
        if (row.GetProperty("op").GetString() == row.GetProperty("roofline").GetString()) Assert.Equal(1, row.GetProperty("of_roofline").GetDouble());
        Assert.Contains(" commit ", row.GetProperty("machine").GetString(), StringComparison.Ordinal);
    }
}
