using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>Runs suites, and says honestly how that went: BenchmarkDotNet itself calls a run with failed builds a success.</summary>
public static class BenchmarkRun
{
    /// <summary>Are the tiny parameters chosen? Set by the command, before BenchmarkDotNet asks for the values.</summary>
    public static bool IsSmoke { get; set; }

    /// <summary>The suites: every class here that has a benchmark.</summary>
    public static IReadOnlyList<Type> Suites { get; } =
        [.. typeof(BenchmarkRun).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && BenchmarksOf(type).Any()).OrderBy(type => type.Name)];

    /// <summary>The benchmarks of a suite.</summary>
    public static IEnumerable<MethodInfo> BenchmarksOf(Type suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return suite.GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null);
    }

    /// <summary>BenchmarkDotNet refuses assemblies that lie below the temp folder, in words about xUnit; so this says it before.</summary>
    /// <exception cref="BadInputException">This program lies there.</exception>
    public static void RefuseTempFolder(string program, string tempFolder)
    {
        var temp = Path.TrimEndingDirectorySeparator(Path.GetFullPath(tempFolder)) + Path.DirectorySeparatorChar;
        if (!Path.GetFullPath(program).StartsWith(temp, StringComparison.OrdinalIgnoreCase)) return;
        throw new BadInputException(
            $"BenchmarkDotNet runs nothing that lies below the temp folder {temp}, and {program} does; work elsewhere, or set TMPDIR elsewhere");
    }

    /// <summary>Each filter must match something: one with a slip in it would else go unseen among others.</summary>
    /// <exception cref="BadInputException">One matches nothing.</exception>
    public static void RefuseUnmatched(IReadOnlyList<Type> suites, IReadOnlyList<string> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        foreach (var filter in filters)
        {
            var config = BenchmarkConfig.Create(".", TextWriter.Null, [filter]);
            if (suites.Any(suite => BenchmarkConverter.TypeToBenchmarks(suite, config).BenchmarksCases.Length > 0)) continue;
            throw new BadInputException($"no benchmark matches '{filter}'; expected a part of {Names(suites)}");
        }
    }

    /// <returns>An <see cref="ExitStatus"/>: <see cref="ExitStatus.Broken"/> if any benchmark failed to validate, build or run.</returns>
    public static int Run(IReadOnlyList<Type> suites, IConfig config, Action<Summary> print)
    {
        ArgumentNullException.ThrowIfNull(print);
        var infos = suites.Select(suite => BenchmarkConverter.TypeToBenchmarks(suite, config)).Where(info => info.BenchmarksCases.Length > 0).ToArray();
        var summaries = BenchmarkRunner.Run(infos);
        foreach (var summary in summaries) print(summary);
        return infos.Sum(info => info.BenchmarksCases.Length) == summaries.Sum(Succeeded) ? ExitStatus.Done : ExitStatus.Broken;
    }

    private static int Succeeded(Summary summary) =>
        summary.HasCriticalValidationErrors ? 0 : summary.Reports.Count(report => report.Success && report.ResultStatistics is not null);

    private static string Names(IReadOnlyList<Type> suites) =>
        string.Join(", ", suites.SelectMany(suite => BenchmarksOf(suite).Select(method => $"{suite.Name}.{method.Name}")));
}
