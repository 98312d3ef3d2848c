using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Perf.Bench;

/// <summary>How the benchmarks are run: in code, because a <c>--job</c> would bring its own toolchain.</summary>
public static class BenchmarkConfig
{
    /// <summary>With fewer iterations the confidence interval is wider than what is measured: ShortRun's was 295 %.</summary>
    public const int IterationCountMin = 15;

    private const int IterationCountMax = 40;

    /// <summary>The benchmark, the scan that it calls, and what that calls: a level more is the runtime's.</summary>
    private const int DisassemblyDepth = 3;

    /// <summary>BenchmarkDotNet's two minutes are not enough on a busy machine: it builds all of ours again, and a build that is cut ends the run.</summary>
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(15);

    /// <param name="filters">As <c>ptemu bench</c> takes them; none is all.</param>
    public static ManualConfig Create(string artifacts, TextWriter log, IReadOnlyList<string> filters, bool isSmoke = false, bool isQuick = false)
    {
        ArgumentNullException.ThrowIfNull(filters);
        var config = ManualConfig.CreateEmpty()
            .AddJob(isSmoke ? Smoke() : isQuick ? Quick() : Real())
            .AddDiagnoser(new DisassemblyDiagnoser(new(maxDepth: DisassemblyDepth)))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddColumn(StatisticColumn.Median, new TimePerTableColumn())
            .AddExporter(MarkdownExporter.GitHub, JsonExporter.Full)
            .AddAnalyser([.. DefaultConfig.Instance.GetAnalysers()])
            .AddValidator([.. DefaultConfig.Instance.GetValidators()])
            .AddLogger(new TextLogger(log))
            .WithArtifactsPath(artifacts)
            .WithBuildTimeout(BuildTimeout);
        return filters.Count == 0 ? config : config.AddFilter(new GlobFilter([.. filters.Select(PatternOf)]));
    }

    /// <summary>A filter without a star is a part of the name or of the parameters: <c>v5-patch</c> is <c>*v5-patch*</c>.</summary>
    private static string PatternOf(string filter) => filter.Contains('*', StringComparison.Ordinal) ? filter : $"*{filter}*";

    private static Job Real() => Base("Real").WithMinIterationCount(IterationCountMin).WithMaxIterationCount(IterationCountMax);

    /// <summary>The fewest iterations that a median is worth something of, each a tenth as long.</summary>
    private static Job Quick() => Base("Quick")
        .WithWarmupCount(3).WithIterationCount(IterationCountMin).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(50));

    private static Job Smoke() => Base("Smoke")
        .WithWarmupCount(1).WithIterationCount(1).WithInvocationCount(1).WithUnrollFactor(1);

    private static Job Base(string id) => new Job(id)
        .WithRuntime(CoreRuntime.Core10_0)
        .WithToolchain(PerfToolchain.Value)
        // The program is built without it (Perf.csproj), and the generated one does not inherit that.
        .WithEnvironmentVariable("DOTNET_TieredPGO", "0")
        // The generated project has no lock file; ours stay locked by the build before. What the JIT makes is measured, so nothing is compiled ahead.
        .WithArguments([new MsBuildArgument("/p:RestoreLockedMode=false"), new MsBuildArgument("/p:CompileAhead=false")]);
}

/// <summary>BenchmarkDotNet's log as plain text to any writer; its own writes to the console, or to a file.</summary>
public sealed class TextLogger(TextWriter writer) : ILogger
{
    public string Id => nameof(TextLogger);

    public int Priority => 0;

    public void Write(LogKind logKind, string text) => writer.Write(text);

    public void WriteLine() => writer.WriteLine();

    public void WriteLine(LogKind logKind, string text) => writer.WriteLine(text);

    public void Flush() => writer.Flush();
}

/// <summary>The median of an invocation, divided by the tables that it handles.</summary>
public sealed class TimePerTableColumn : IColumn
{
    public string Id => nameof(TimePerTableColumn);

    public string ColumnName => "ns/table";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Median time of an invocation / Tables, in nanoseconds";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var median = summary[benchmarkCase]?.ResultStatistics?.Median;
        if (median is null || benchmarkCase.Parameters["Tables"] is not int tables) return "-";
        return (median.Value / tables).ToString("0.00", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    public override string ToString() => ColumnName;
}
