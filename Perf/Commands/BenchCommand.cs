using System.CommandLine;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Reports;
using Perf.Benchmarks;
using Perf.Measure;

namespace Perf.Commands;

/// <summary><c>ptemu bench [FILTER...]</c>: the BenchmarkDotNet suites; tables to the output, BenchmarkDotNet's log to the error output.</summary>
internal static class BenchCommand
{
    private const string Artifacts = "BenchmarkDotNet.Artifacts";

    internal static Command Create(Terminal terminal)
    {
        var filters = new Argument<string[]>("FILTER")
        {
            Description = "Parts of names with parameters, such as ScanBenchmarks or v5-patch, or globs; all if none",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var smoke = new Option<bool>("--smoke") { Description = "Tiny parameters and one iteration: does everything still run?" };
        var command = new Command("bench", $"Run the benchmarks, with the disassembly of what they measure, into {Artifacts}/") { filters, smoke };
        var (reference, sizes, json) = (Reference(), SizeList.Option(), Options.Json());
        command.Add(reference);
        command.Add(sizes);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var names = parsed.GetValue(filters) ?? [];
            if (!parsed.GetValue(reference)) return Run(names, parsed.GetValue(smoke), terminal);
            return ReferenceRun.Run(names, SizeList.Parse(parsed.GetRequiredValue(sizes)), parsed.GetValue(smoke), parsed.GetValue(json), terminal);
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(reference)) return;
            if (result.GetResult(sizes) is { Implicit: false } || result.GetResult(json) is { Implicit: false })
                result.AddError("--sizes and --json go with --reference");
        });
        return command;
    }

    private static Option<bool> Reference() =>
        new("--reference") { Description = "Instead: build the C references (Perf/reference) and measure our loops in turn with them" };

    private static int Run(string[] filters, bool isSmoke, Terminal terminal)
    {
        BenchmarkRun.RefuseTempFolder(typeof(BenchCommand).Assembly.Location, Path.GetTempPath());
        BenchmarkRun.IsSmoke = isSmoke;
        BenchmarkRun.RefuseUnmatched(BenchmarkRun.Suites, filters);
        var config = BenchmarkConfig.Create(Path.GetFullPath(Artifacts), terminal.Error, filters, isSmoke);
        var status = BenchmarkRun.Run(BenchmarkRun.Suites, config, summary => Print(summary, terminal.Output));
        if (status != ExitStatus.Done) terminal.Error.WriteLine("ptemu: not every benchmark was built, validated and run; see the log above");
        return status;
    }

    private static void Print(Summary summary, TextWriter output)
    {
        output.WriteLine(HostMachine.Describe());
        MarkdownExporter.Console.ExportToLog(summary, new TextLogger(output));
        output.Flush();
    }
}
