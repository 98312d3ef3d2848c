using System.CommandLine;
using System.Text.Json;
using Emulator.Reports;
using Emulator.Tlb;
using Perf.Bench;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu tlb --against-reference</c>: our model and the same in C, in turn.</summary>
internal sealed class TlbReferenceMode(TlbMemoryOptions memory) : ITlbMode
{
    internal Option<bool> Asked { get; } = new("--against-reference")
    { Description = "Measure the model beside the same in C (needs a C compiler)" };

    internal Option<string> Source { get; } = new("--reference")
    { Description = "The C source", DefaultValueFactory = _ => "Perf/reference/tlb.c", HelpName = "FILE" };

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(Asked);

    public int Run(ParseResult parsed, bool isJson, Terminal terminal)
    {
        var (source, bytes) = (parsed.GetRequiredValue(Source), memory.SizeOf(parsed));
        var folder = Directory.CreateTempSubdirectory("ptemu-tlb-");
        try
        {
            var library = TlbReferenceRun.Build(source, folder.FullName);
            var table = new TextTable(12, 8, 10, 10, 7, 8);
            table.Add("pattern", "threads", "ours, ns", "C, ns", "ratio", "counts");
            foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                foreach (var pattern in Enum.GetValues<AccessPattern>())
                {
                    var row = TlbReferenceRun.Measure(library, pattern, bytes, 2 * TlbReferenceRun.RoundsMin, threads, terminal);
                    if (isJson) PrintJson(row, terminal);
                    table.Add(
                        $"{pattern}".ToLowerInvariant(), $"{threads}", $"{row.OursNs:0.00}", $"{row.ReferenceNs:0.00}", $"{row.Ratio:0.00}",
                        row.IsEqual ? "equal" : "DIFFER");
                }
            }

            if (!isJson) terminal.Output.Write($"two levels of LRU TLB, 16x4 and 128x12, {bytes} of 4K pages: ns an access\n{table}{HostMachine.Describe()}\n");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return ExitStatus.Done;
    }

    private static void PrintJson(TlbReferenceRow row, Terminal terminal) => terminal.Output.WriteLine(JsonSerializer.Serialize(new
    {
        pattern = $"{row.Pattern}".ToLowerInvariant(),
        threads = row.Threads,
        ours_ns = row.OursNs,
        reference_ns = row.ReferenceNs,
        ratio = row.Ratio,
        counts_equal = row.IsEqual,
        machine = HostMachine.Describe(),
    }));
}
