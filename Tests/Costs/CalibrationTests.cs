using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Host;
using Emulator.Probes;
using Emulator.Reports;
using Perf.Cli;
using Tests.Host;
using Tests.Perf;

namespace Tests.Costs;

/// <summary>The profile of the repository comes out of what was measured, and is as good as its documentation says.</summary>
public class CalibrationTests
{
    private static readonly string Measured = Path.Combine(Repository.Root, "Perf/Profiles/epyc-zen3-kvm.jsonl");

    private static readonly Lazy<ObservationFile> Observed = new(() =>
    {
        using var reader = new StreamReader(Measured);
        return ObservationFile.Parse(Measured, reader);
    });

    public static CostProfile Profile => ProfileFiles.Find("epyc-zen3-kvm");

    /// <summary>The evaluation on shapes that the fit did not see, which docs/costs.md lists.</summary>
    public static Evaluation Evaluation => new(Profile, Observed.Value.HeldOut);

    [Theory]
    [InlineData("epyc-zen3-kvm")]
    [InlineData("epyc-zen5-pvm")]
    public void A_profile_is_the_fit_of_what_was_measured(string name)
    {
        using var folder = new TemporaryFolder();
        var (measured, path) = (Path.Combine(Repository.Root, $"Perf/Profiles/{name}.jsonl"), Path.Combine(folder.Root, $"{name}.json"));
        Cli.Run("calibrate", "--from", measured, "-o", path).Succeeded();
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(measured, ".json")), File.ReadAllText(path));
        Assert.Equal(File.ReadAllText(measured), File.ReadAllText(Path.ChangeExtension(path, ".jsonl")));
    }

    /// <summary>The targets: shapes, rounds, errors and what the interval covers, for each machine that was calibrated.</summary>
    [Theory]
    [InlineData("epyc-zen3-kvm")]
    [InlineData("epyc-zen5-pvm")]
    public void A_profile_predicts_shapes_that_it_has_not_seen(string name)
    {
        var profile = ProfileFiles.Find(name);
        var heldOut = ProfileFiles.MeasuredOf(profile, name)!.HeldOut;
        var evaluation = new Evaluation(profile, heldOut);
        Assert.True(evaluation.Shapes.Count >= 40, $"{evaluation.Shapes.Count} shapes");
        Assert.All(heldOut, one => Assert.True(one.Nanoseconds.Count >= 31));
        Assert.InRange(evaluation.MedianError, 0, 0.10);
        Assert.InRange(evaluation.NinetiethError, 0, 0.25);
        Assert.InRange(evaluation.Coverage, 0.90, 1);
    }

    [Fact]
    public void An_evaluation_counts_errors_and_what_the_interval_misses()
    {
        var calls = new CallTree();
        calls.Add(KernelFunction.Mprotect, 1);
        var profile = new CostProfile("p", new Dictionary<KernelFunction, Cost> { [KernelFunction.Mprotect] = new(10_000, "s") { IsFitted = true } })
        {
            RelativeError = 0.25,
        };
        var shape = new Shape(ShapeSubject.Mprotect, 1);
        var evaluation = new Evaluation(profile, [new(shape, calls, [8_000]), new(shape, calls, [20_000]), new(shape, calls, [4_000])]);
        Assert.Equal([true, false], evaluation.Shapes.Select(one => one.IsCovered));
        Assert.Equal([0.25, -0.5], evaluation.Shapes.Select(one => one.Error));
        Assert.Equal(0.5, evaluation.Coverage);
        Assert.Equal(0.375, evaluation.MedianError);
    }

    [Fact]
    public void An_evaluation_says_of_how_many_rounds_it_is()
    {
        var one = Observed.Value.HeldOut[0];
        Assert.Contains("medians of 31 rounds or more:", EvaluationTable.Summary(Evaluation), StringComparison.Ordinal);
        var few = new Evaluation(Profile, [one, one with { Nanoseconds = [.. one.Nanoseconds.Take(30)] }]);
        Assert.Contains("medians of 30 rounds (fewer than the 31 that the target asks for):", EvaluationTable.Summary(few), StringComparison.Ordinal);
        Assert.Equal(Observed.Value.Rounds, Profile.MeasuredOn!.Rounds);
        Assert.Contains($" in {Observed.Value.Rounds} rounds by ", MeasuredOnText.Of(Profile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--setup")]
    [InlineData("--repeat", "3")]
    public void Who_measures_nothing_sets_nothing_up(params string[] more)
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run(["calibrate", "--from", Measured, "-o", Path.Combine(folder.Root, "a.json"), .. more]);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains("--from measures nothing", result.Error, StringComparison.Ordinal);
    }

    /// <summary>A file that is none of measurements would be refused otherwise: the folder is asked for before it is read.</summary>
    [Fact]
    public void A_profile_that_cannot_be_written_is_told_before_the_work()
    {
        using var folder = new TemporaryFolder();
        var bad = Path.Combine(folder.Root, "bad.jsonl");
        File.WriteAllText(bad, "x");
        var result = Cli.Run("calibrate", "--from", bad, "-o", "/proc/no/a.json");
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains("can't be written", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cost_that_may_be_nothing_is_marked()
    {
        var profile = new CostProfile("p", new Dictionary<KernelFunction, Cost>
        {
            [KernelFunction.Mprotect] = new(0, "s") { IsFitted = true, High = 5 },
            [KernelFunction.Munmap] = new(3, "s") { IsFitted = true, Low = 0 },
            [KernelFunction.Mremap] = new(3, "s") { IsFitted = true, Low = 1 },
            [KernelFunction.Madvise] = new(0, "s"),
        });
        var lines = CostTable.Of(profile).Split('\n').Where(line => line.EndsWith("s |", StringComparison.Ordinal)).Order().ToList();
        Assert.Equal(4, lines.Count);
        Assert.Single(lines, line => line.Contains("do_mprotect_pkey", StringComparison.Ordinal) && line.Contains("**fitted at 0**", StringComparison.Ordinal));
        Assert.Single(
            lines, line => line.Contains("do_vmi_munmap", StringComparison.Ordinal) && line.Contains("**not told from 0**", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.Contains("**", StringComparison.Ordinal)));
    }

    /// <summary>Where nobody says what to write, nothing is written over: a profile that was edited, another machine's measurements.</summary>
    [Fact]
    public void A_file_that_nobody_named_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        var name = $"calibration-{Environment.ProcessId}";
        var measured = folder.Write($"{name}.jsonl", File.ReadAllText(Measured));
        string[] written = [$"out/{name}.json", $"out/{name}.jsonl"];
        try
        {
            Assert.Equal(written, Cli.Run("calibrate", "--from", measured).Succeeded().Lines);
            Assert.Contains($"{written[0]}: is there already; expected --out", Refused(), StringComparison.Ordinal);
            File.Delete(written[0]);
            File.WriteAllText(written[1], "other");
            Assert.Contains($"{written[1]}: is there already; expected --out", Refused(), StringComparison.Ordinal);
            Assert.Equal("other", File.ReadAllText(written[1]));
        }
        finally
        {
            foreach (var file in written) File.Delete(file);
        }

        string Refused()
        {
            var result = Cli.Run("calibrate", "--from", measured);
            Assert.Equal(ExitStatus.BadInput, result.Status);
            return result.Error;
        }
    }

    /// <summary>On a machine whose hypervisor shadows page tables, and on no other, tables that are written have costs.</summary>
    [Fact]
    public void A_hypervisor_that_shadows_tables_has_costs_of_its_own()
    {
        KernelFunction[] shadow = [KernelFunction.ShadowWrite, KernelFunction.ShadowTable, KernelFunction.ShadowZap];
        var on = Observed.Value.MeasuredOn;
        Assert.All(shadow, function => Assert.DoesNotContain(function, StartingCosts.For(on).Costs.Keys));
        Assert.All(shadow, function => Assert.DoesNotContain(function, StartingCosts.For(on with { Hypervisor = "KVM" }).Costs.Keys));
        var pvm = StartingCosts.For(on with { Hypervisor = "PVM" });
        Assert.All(shadow, function => Assert.Contains(function, pvm.Costs.Keys));
        var fitted = new CostFit(Observed.Value.Calibration, pvm, seed: 1) { Resamples = 0 }.Profile("p", on).Costs;
        Assert.All(shadow, function => Assert.True(fitted[function].IsFitted));
        Assert.Empty(StartingCosts.MissingFrom(Profile));
    }

    [Theory]
    [InlineData("shapes to fit: 1; expected 10 or more")]
    [InlineData("no shape of 5 us or more was held out", "--evaluate")]
    public void Too_few_shapes_leave_no_file(string message, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var few = folder.Write("few.jsonl", string.Join('\n', File.ReadLines(Measured).Take(2)));
        var result = Cli.Run(["calibrate", "--from", few, "-o", Path.Combine(folder.Root, "a.json"), .. more]);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal([few], Directory.GetFiles(folder.Root));
    }

    /// <summary>A profile says less of another session of the same kernel than of its own.</summary>
    [Fact]
    public void A_profile_is_held_against_the_measurements_of_another_session()
    {
        var other = Cli.Run("calibrate", "--from", Sessions.OtherPath, "--profile", "epyc-zen3-kvm", "--evaluate").Succeeded().Output;
        Assert.Equal(EvaluationTable.Of(new(Profile, Sessions.Other.HeldOut)), other);
        var own = Cli.Run("calibrate", "--from", Measured, "--profile", Path.ChangeExtension(Measured, ".json"), "--evaluate").Succeeded().Output;
        Assert.Equal(EvaluationTable.Of(Evaluation), own);
        Assert.NotEqual(own, other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_machine_gets_an_object_a_shape_and_the_figures_of_all(bool fits)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "mine.json");
        string[] words = fits ? ["--from", Measured, "-o", path] : ["--from", Measured, "--profile", "epyc-zen3-kvm"];
        var rows = Cli.Run(["calibrate", .. words, "--evaluate", "--json"]).Succeeded().Json;
        // The profile of the repository is rounded, the fit that is written to a file is not yet.
        Assert.Equal(Evaluation.Shapes.Select(one => one.Observation.Shape.Name), rows.SkipLast(1).Select(row => row.GetProperty("shape").GetString()));
        foreach (var (one, row) in Evaluation.Shapes.Zip(rows))
        {
            Assert.Equal((one.Observation.Median, one.IsCovered), (Number(row, "measured_ns"), row.GetProperty("is_covered").GetBoolean()));
            Assert.Equal(one.Predicted.Nanoseconds, Number(row, "model_ns"), 0.001 * one.Predicted.Nanoseconds);
            Assert.Equal(one.Predicted.Low, Number(row, "model_ns_low"), 0.001 * one.Predicted.Low);
            Assert.Equal(one.Predicted.High, Number(row, "model_ns_high"), 0.001 * one.Predicted.High);
            Assert.Equal((one.Error, 31.0), (Number(row, "error"), Number(row, "rounds")), (expected, actual) =>
                Math.Abs(expected.Item1 - actual.Item1) < 0.001 && expected.Item2 <= actual.Item2);
        }

        var last = rows[^1];
        Assert.Equal(["shapes", "rounds", "median_error", "ninetieth_error", "coverage", "profile", "measured"], Cli.Names(last));
        Assert.Equal((Evaluation.Shapes.Count, Evaluation.Rounds), (last.GetProperty("shapes").GetInt32(), last.GetProperty("rounds").GetInt32()));
        Assert.Equal(Evaluation.MedianError, Number(last, "median_error"), 0.001);
        Assert.Equal(Evaluation.NinetiethError, Number(last, "ninetieth_error"), 0.001);
        Assert.Equal(Evaluation.Coverage, Number(last, "coverage"), 0.001);
        Assert.Equal(fits ? path : "epyc-zen3-kvm", last.GetProperty("profile").GetString());
        Assert.Equal(fits ? Path.ChangeExtension(path, ".jsonl") : Measured, last.GetProperty("measured").GetString());

        // Another session's has fewer.
        last = Cli.Run("calibrate", "--from", Sessions.OtherPath, "--profile", "epyc-zen3-kvm", "--evaluate", "--json").Succeeded().Json[^1];
        Assert.Equal(9, last.GetProperty("rounds").GetInt32());

        static double Number(System.Text.Json.JsonElement row, string name) => row.GetProperty(name).GetDouble();
    }

    [Fact]
    public void Without_an_evaluation_there_is_nothing_to_tell_a_machine()
    {
        var result = Cli.Run("calibrate", "--from", Measured, "--json");
        Assert.Equal((ExitStatus.BadInput, ""), (result.Status, result.Output));
        Assert.Contains("--json prints an evaluation; expected it with --evaluate", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expected it with --from and --evaluate", "--evaluate")]
    [InlineData("expected it with --from and --evaluate", "--from", "nosuch.jsonl")]
    [InlineData("expected it without --out", "--from", "nosuch.jsonl", "--evaluate", "-o", "a.json")]
    [InlineData("--from measures nothing", "--from", "nosuch.jsonl", "--evaluate", "--repeat", "3")]
    [InlineData("nosuch.jsonl: there is no such file", "--from", "nosuch.jsonl", "--evaluate")]
    public void What_contradicts_an_evaluation_is_refused(string message, params string[] more)
    {
        var result = Cli.Run(["calibrate", "--profile", "epyc-zen3-kvm", .. more]);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".json")]
    [InlineData("a.txt")]
    public void A_profile_needs_a_name(string file)
    {
        using var folder = new TemporaryFolder();
        var result = Cli.Run("calibrate", "--from", Measured, "-o", Path.Combine(folder.Root, file));
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains("expected NAME.json", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    /// <summary>The interval of a sum is that of one call of each: so the shapes must call all of a group equally often.</summary>
    [Fact]
    public void What_was_fitted_as_one_is_called_equally_often_in_each_shape()
    {
        var groups = Profile.Costs.Where(pair => pair.Value.FittedWith.Count > 0).ToList();
        Assert.NotEmpty(groups);
        Assert.All(groups, pair => Assert.All(
            Observed.Value.Calibration, one => Assert.All(pair.Value.FittedWith, other => Assert.Equal(one.Calls[pair.Key], one.Calls[other]))));
    }

    /// <summary>What the host layer does for a calibration, with two shapes instead of all.</summary>
    [HostFact]
    public void Shapes_are_measured_in_turn_on_this_machine()
    {
        var run = new ShapeRun([new(ShapeSubject.Register, 2), new(ShapeSubject.MprotectAbsent, 2)], 3, 1);
        var done = new List<int>();
        using var runner = new HostRunner(new(Setup: true) { CountsEvents = false });
        var observed = run.Measure(runner, TimeSpan.FromMinutes(1), done.Add);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], done);
        Assert.All(observed, one => Assert.Equal(3, one.Nanoseconds.Count(time => time > 0)));
        Assert.Equal(2, observed[0].Calls[KernelFunction.HugePteLock]);
        Assert.Equal(0, observed[1].Calls[KernelFunction.HugePteLock]);
    }
}
