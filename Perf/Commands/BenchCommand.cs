using System.CommandLine;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Reports;
using Perf.Bench;
using Perf.Cli;

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
        var (reference, sizes, sharers, json) = (Reference(), SizeList.Option(), SharerList.Option(), Options.Json());
        command.Add(reference);
        command.Add(sizes);
        command.Add(sharers);
        command.Add(json);
        var (against, quick) = (Against(), Quick());
        command.Add(against);
        command.Add(quick);
        var setup = Options.Setup();
        command.Add(setup);
        command.SetAction(parsed =>
        {
            var names = parsed.GetValue(filters) ?? [];
            if (parsed.GetValue(against) is { } file) return Compare(file, names, terminal);
            if (!parsed.GetValue(reference)) return Run(names, parsed.GetValue(smoke), parsed.GetValue(quick), parsed.GetValue(json), terminal);
            var (sizeList, sharerList) = (SizeList.Parse(parsed.GetRequiredValue(sizes)), SharerList.Parse(parsed.GetRequiredValue(sharers)));
            Contest.IsQuick = parsed.GetValue(quick);
            return ReferenceRun.Run(names, sizeList, sharerList, parsed.GetValue(smoke), parsed.GetValue(json), parsed.GetValue(setup), terminal);
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(against) is not null && result.GetValue(filters) is not [_])
                result.AddError("--against BASE compares one file of results with it: ptemu bench --against BASE HEAD");
            if (result.GetValue(reference)) return;
            if (result.GetResult(sizes) is { Implicit: false }) result.AddError("--sizes goes with --reference");
            if (result.GetResult(sharers) is { Implicit: false }) result.AddError($"{SharerList.Name} goes with --reference");
        });
        return command;
    }

    private static Option<bool> Reference() =>
        new("--reference") { Description = "Instead: build the C references (Perf/reference) and measure our loops in turn with them" };

    private static Option<string?> Against() => new("--against")
    {
        Description = "Measure nothing: compare the results in the one file that is named as FILTER (lines of --json) with those in BASE",
        HelpName = "BASE",
    };

    private static Option<bool> Quick() => new("--quick") { Description = "Fewer rounds: a tenth of the time, and more noise" };

    private static int Compare(string against, string[] head, Terminal terminal)
    {
        terminal.Output.Write(ResultComparison.Of(ResultFile.Read(against), ResultFile.Read(head[0])));
        return ExitStatus.Done;
    }

    private static int Run(string[] filters, bool isSmoke, bool isQuick, bool isJson, Terminal terminal)
    {
        BenchmarkRun.RefuseTempFolder(typeof(BenchCommand).Assembly.Location, Path.GetTempPath());
        BenchmarkRun.IsSmoke = isSmoke;
        BenchmarkRun.RefuseUnmatched(BenchmarkRun.Suites, filters);
        var config = BenchmarkConfig.Create(Path.GetFullPath(Artifacts), terminal.Error, filters, isSmoke, isQuick);
        var status = BenchmarkRun.Run(BenchmarkRun.Suites, config, summary => Print(summary, isJson, terminal.Output));
        if (status != ExitStatus.Done) terminal.Error.WriteLine("ptemu: not every benchmark was built, validated and run; see the log above");
        return status;
    }

    private static void Print(Summary summary, bool isJson, TextWriter output)
    {
        if (isJson)
        {
            foreach (var row in BenchmarkRow.Of(summary)) output.WriteLine(row.Json());
            return;
        }

        output.WriteLine(HostMachine.Describe());
        MarkdownExporter.Console.ExportToLog(summary, new TextLogger(output));
        output.Flush();
    }
}
