using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains;
using BenchmarkDotNet.Toolchains.CsProj;
using BenchmarkDotNet.Toolchains.DotNetCli;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>
/// How BenchmarkDotNet builds the benchmarks: as it does for .NET 10, from the project that this program was built from. By itself it looks for a
/// project of the assembly's name, and ours is Perf.csproj, which makes ptemu.dll.
/// </summary>
public static class PerfToolchain
{
    private const string Moniker = "net10.0";

    public static IToolchain Value { get; } =
        new Toolchain(".NET 10.0", new Generator(), new DotNetCliBuilder(Moniker), new DotNetCliExecutor(customDotNetCliPath: null!));

    /// <summary>The project file that a program was built from: the first above it.</summary>
    /// <exception cref="BadInputException">There is none: the program was copied away from its sources.</exception>
    public static FileInfo ProjectOf(string program)
    {
        for (var folder = new FileInfo(program).Directory; folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.csproj").FirstOrDefault() is { } project) return project;
        }

        throw new BadInputException($"{program}: the benchmarks need their sources; expected a .csproj above it");
    }

    private sealed class Generator() : CsProjGenerator(Moniker, cliPath: null!, packagesPath: null!, runtimeFrameworkVersion: null!)
    {
        protected override FileInfo GetProjectFilePath(Type benchmarkTarget, ILogger logger) => ProjectOf(benchmarkTarget.Assembly.Location);
    }
}
