using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.CsProj;
using BenchmarkDotNet.Toolchains.DotNetCli;
using Perf.Bench;
using Perf.Cli;

namespace Tests.Perf.Benchmarks;

/// <summary>What the benchmarks run on, and how often.</summary>
public class BenchmarkConfigTests
{
    private static readonly ManualConfig Config = BenchmarkConfig.Create("out", TextWriter.Null, []);

    [Fact]
    public void The_toolchain_and_the_runtime_say_net10()
    {
        var job = Assert.Single(Config.GetJobs());
        var toolchain = job.Infrastructure.Toolchain!;
        Assert.IsType<DotNetCliBuilder>(toolchain.Builder);
        Assert.Equal("net10.0", Assert.IsType<CsProjGenerator>(toolchain.Generator, exactMatch: false).TargetFrameworkMoniker);
        Assert.Equal("net10.0", job.Environment.Runtime!.MsBuildMoniker);
        Assert.Equal($"net{Environment.Version.Major}.0", job.Environment.Runtime.MsBuildMoniker);
    }

    [Fact]
    public void What_is_built_is_the_project_that_the_program_came_from()
    {
        var program = Path.Combine(Repository.Root, "Perf", "ptemu.dll");
        Assert.Equal(Path.Combine(Repository.Root, "Perf", "Perf.csproj"), PerfToolchain.ProjectOf(program).FullName);
        Assert.Throws<BadInputException>(() => PerfToolchain.ProjectOf("/ptemu.dll"));
    }

    /// <summary>A build that BenchmarkDotNet cuts, after 2 minutes if it is not told otherwise, ends the run; and what the JIT makes is measured.</summary>
    [Fact]
    public void The_build_has_time_and_compiles_nothing_ahead()
    {
        foreach (var config in new[] { Config, BenchmarkConfig.Create("out", TextWriter.Null, [], isQuick: true) })
        {
            Assert.True(config.BuildTimeout >= TimeSpan.FromMinutes(10));
            Assert.Contains("/p:CompileAhead=false", config.GetJobs().Single().Infrastructure.Arguments.Select(argument => argument.TextRepresentation));
        }
    }

    /// <summary>The diagnosers refuse a runtime whose number they don't know, and the run with it.</summary>
    [Fact]
    public void The_disassembler_takes_the_runtime()
    {
        var diagnoser = Assert.Single(Config.GetDiagnosers());
        Assert.IsType<DisassemblyDiagnoser>(diagnoser);
        var cases = BenchmarkConverter.TypeToBenchmarks(typeof(WalkBenchmarks), Config).BenchmarksCases;
        Assert.NotEmpty(cases);
        Assert.Empty(diagnoser.Validate(new(cases, ImmutableConfigBuilder.Create(Config))));
        Assert.NotEqual(RuntimeMoniker.NotRecognized, CoreRuntimeOf(cases[0]).RuntimeMoniker);
    }

    [Fact]
    public void Every_benchmark_has_at_least_15_iterations()
    {
        Assert.All(BenchmarkRun.Suites.SelectMany(suite => BenchmarkConverter.TypeToBenchmarks(suite, Config).BenchmarksCases), one =>
        {
            var run = one.Job.Run;
            Assert.True(
                (run.HasValue(BenchmarkDotNet.Jobs.RunMode.IterationCountCharacteristic) ? run.IterationCount : run.MinIterationCount) >= 15, one.DisplayInfo);
        });
    }

    [Theory]
    [InlineData("presentcount", "ScanBenchmarks")]
    [InlineData("pud-scan", "WalkBenchmarks")]
    [InlineData("*.WalkBenchmarks.*", "WalkBenchmarks")]
    [InlineData("ExitOfSharer", "FaultBenchmarks")]
    public void A_filter_is_a_part_of_a_name_or_a_glob(string filter, string suite)
    {
        var config = BenchmarkConfig.Create("out", TextWriter.Null, [filter]);
        var chosen = BenchmarkRun.Suites.SelectMany(type => BenchmarkConverter.TypeToBenchmarks(type, config).BenchmarksCases).ToList();
        Assert.NotEmpty(chosen);
        Assert.All(chosen, one => Assert.Equal(suite, one.Descriptor.Type.Name));
    }

    private static CoreRuntime CoreRuntimeOf(BenchmarkCase one) => Assert.IsType<CoreRuntime>(one.Job.Environment.Runtime);
}
