using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using BenchmarkDotNet.Toolchains.Parameters;
using BenchmarkDotNet.Toolchains.Results;
using BenchmarkDotNet.Validators;
using Perf.Bench;
using Perf.Cli;

namespace Tests.Perf.Benchmarks;

/// <summary>A run that failed says so, where BenchmarkDotNet's own exit status stays 0.</summary>
public sealed class BenchmarkRunTests : IDisposable
{
    private readonly string _artifacts = Path.Combine(AppContext.BaseDirectory, $"bench-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_artifacts)) Directory.Delete(_artifacts, recursive: true);
    }

    [Fact]
    public void A_run_in_which_all_went_well_is_done() =>
        Assert.Equal(ExitStatus.Done, Run(typeof(Good), InProcessNoEmitToolchain.Instance));

    [Fact]
    public void A_benchmark_that_fails_to_build_breaks_the_run() =>
        Assert.Equal(ExitStatus.Broken, Run(typeof(Good), new Toolchain("builds nothing", new NoGenerator(), new NoBuilder(), new NoExecutor())));

    [Fact]
    public void A_benchmark_that_does_not_run_breaks_the_run() =>
        Assert.Equal(ExitStatus.Broken, Run(typeof(Good), new Toolchain("runs nothing", new NoGenerator(), new EmptyBuilder(), new NoExecutor())));

    [Fact]
    public void A_benchmark_that_does_not_validate_breaks_the_run() =>
        Assert.Equal(ExitStatus.Broken, Run(typeof(Good), InProcessNoEmitToolchain.Instance, new Refusal()));

    [Fact]
    public void A_filter_that_matches_nothing_is_refused_with_what_there_is()
    {
        var refusal = Assert.Throws<BadInputException>(() => BenchmarkRun.RefuseUnmatched(BenchmarkRun.Suites, ["Scan", "Nonsense"]));
        Assert.StartsWith("no benchmark matches 'Nonsense'; expected a part of ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ScanBenchmarks.Shared", refusal.Message, StringComparison.Ordinal);
        BenchmarkRun.RefuseUnmatched(BenchmarkRun.Suites, ["Scan", "v5-patch"]);
    }

    [Fact]
    public void Below_the_temp_folder_nothing_runs()
    {
        var refusal = Assert.Throws<BadInputException>(() => BenchmarkRun.RefuseTempFolder("/tmp/checkout/ptemu.dll", "/tmp/"));
        Assert.Contains("TMPDIR", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => BenchmarkRun.RefuseTempFolder("/tmp/ptemu.dll", "/tmp"));
        BenchmarkRun.RefuseTempFolder("/tmpfiles/ptemu.dll", "/tmp");
        BenchmarkRun.RefuseTempFolder("/home/me/ptemu.dll", "/tmp/");
    }

    private int Run(Type suite, IToolchain toolchain, params IValidator[] validators)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Dry.WithToolchain(toolchain))
            .AddValidator(validators)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(_artifacts);
        return BenchmarkRun.Run([suite], config, _ => { });
    }

    public class Good
    {
        [Benchmark]
        public int One() => GetHashCode();
    }

    private sealed class Refusal : IValidator
    {
        public bool TreatsWarningsAsErrors => true;

        public IEnumerable<ValidationError> Validate(ValidationParameters validationParameters) => [new(isCritical: true, "refused")];
    }

    private sealed class NoGenerator : IGenerator
    {
        public GenerateResult GenerateProject(BuildPartition buildPartition, ILogger logger, string rootArtifactsFolderPath) =>
            GenerateResult.Success(ArtifactsPaths.Empty, []);
    }

    private sealed class NoBuilder : IBuilder
    {
        public BuildResult Build(GenerateResult generateResult, BuildPartition buildPartition, ILogger logger) =>
            BuildResult.Failure(generateResult, "it never builds");
    }

    private sealed class EmptyBuilder : IBuilder
    {
        public BuildResult Build(GenerateResult generateResult, BuildPartition buildPartition, ILogger logger) => BuildResult.Success(generateResult);
    }

    private sealed class NoExecutor : IExecutor
    {
        public ExecuteResult Execute(ExecuteParameters executeParameters) => new(false, null, null, [], [], [], launchIndex: 1);
    }
}
