using System.Reflection;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains;
using BenchmarkDotNet.Toolchains.CsProj;
using BenchmarkDotNet.Toolchains.DotNetCli;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>
/// net10.0, which BenchmarkDotNet 0.14.0 does not know: its diagnosers refuse a runtime whose number they don't recognise. So the
/// runtime says net10.0 to the build and the number of .NET 9 to them, and the toolchain skips the SDK validator that would object.
/// </summary>
public static class Net100
{
    public const string Moniker = "net10.0";

    private const string DisplayName = ".NET 10.0";

    public static CoreRuntime Runtime { get; } = (CoreRuntime)typeof(CoreRuntime)
        .GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, [typeof(RuntimeMoniker), typeof(string), typeof(string)])!
        .Invoke([RuntimeMoniker.Net90, Moniker, DisplayName]);

    public static IToolchain Toolchain { get; } =
        new Toolchain(DisplayName, new Generator(), new DotNetCliBuilder(Moniker), new DotNetCliExecutor(customDotNetCliPath: null!));

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
        // The base looks for a project of the assembly's name below the solution; ours is Perf.csproj, and makes ptemu.dll.
        protected override FileInfo GetProjectFilePath(Type benchmarkTarget, ILogger logger) => ProjectOf(benchmarkTarget.Assembly.Location);
    }
}
