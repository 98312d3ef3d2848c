using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Host;
using Emulator.Reports;
using Perf;
using Tests.Host;
using Tests.Perf;

namespace Tests.Costs;

/// <summary>The profile of the repository comes out of what was measured, and is as good as its documentation says.</summary>
public class CalibrationTests
{
    private const string Head =
        """{"machine":"m","cpus":2,"is_virtual":true,"kernel":"k","commit":"c","date":"2026-11-27","load":"l"}""";

    private static readonly string Measured = Path.Combine(Repository.Root, "Perf/Profiles/epyc-zen3-kvm.jsonl");

    private static readonly Lazy<ObservationFile> Observed = new(() =>
    {
        using var reader = new StreamReader(Measured);
        return ObservationFile.Parse(Measured, reader);
    });

    public static CostProfile Profile => ProfileFiles.Find("epyc-zen3-kvm");

    /// <summary>Of the shapes that the fit did not see: those that docs/costs.md lists.</summary>
    public static Evaluation Evaluation => new(Profile, Observed.Value.HeldOut);

    [Fact]
    public void The_profile_is_the_fit_of_what_was_measured()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "epyc-zen3-kvm.json");
        Cli.Run("calibrate", "--from", Measured, "-o", path).Succeeded();
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(Measured, ".json")), File.ReadAllText(path));
        Assert.Equal(File.ReadAllText(Measured), File.ReadAllText(Path.ChangeExtension(path, ".jsonl")));
    }

    [Fact]
    public void It_predicts_shapes_that_it_has_not_seen()
    {
        Assert.True(Evaluation.Shapes.Count >= 40, $"{Evaluation.Shapes.Count} shapes");
        Assert.All(Observed.Value.HeldOut, one => Assert.True(one.Nanoseconds.Count >= 31));
        Assert.InRange(Evaluation.MedianError, 0, 0.10);
        Assert.InRange(Evaluation.NinetiethError, 0, 0.25);
        Assert.InRange(Evaluation.Coverage, 0.90, 1);
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

    [Theory]
    [InlineData("", "no measurements")]
    [InlineData("{}", "a.jsonl:1: no line of measurements: JSON deserialization")]
    [InlineData("x", "a.jsonl:1: no line of measurements")]
    [InlineData("null", "a.jsonl:1: no line of measurements: null; expected where it was measured, as ptemu calibrate writes it: machine, cpus")]
    [InlineData(Head, "a.jsonl: no measurements")]
    public void Bad_measurements_are_refused(string text, string message) => Assert.Contains(message, Refused(text), StringComparison.Ordinal);

    /// <summary>Each is one change of a line that is taken.</summary>
    [Theory]
    [InlineData("\"Register\"", "\"Nap\"", "there is no ShapeSubject 'Nap'")]
    [InlineData("\"Register\"", "\"99\"", "there is no ShapeSubject '99'")]
    [InlineData("\"Register\"", "null", "subject")]
    [InlineData("\"None\"", "\"7\"", "there is no ShapeThread '7'")]
    [InlineData("\"size\":1,", "", "'size'")]
    [InlineData("\"size\":1", "\"size\":0", "'size' is 0, not from 1 to 16384")]
    [InlineData("\"size\":1", "\"size\":2000000000", "'size' is 2000000000, not from 1 to 16384")]
    [InlineData("\"Register\"", "\"RegisterPart\"", "'size' is 1, not from 2 to 16384")]
    [InlineData("\"sharers\":1", "\"sharers\":0", "'sharers' is 0, not from 1 to 64")]
    [InlineData("\"cpus\":2", "\"cpus\":0", "'cpus' is 0, not from 1 to 1024")]
    [InlineData("\"cpus\":2", "\"cpus\":2000", "'cpus' is 2000, not from 1 to 1024")]
    [InlineData("\"ns\":[5]", "\"ns\":[]", "'ns' has no positive times")]
    [InlineData("\"ns\":[5]", "\"ns\":[-5]", "'ns' has no positive times")]
    [InlineData("\"ns\":[5]", "\"ns\":null", "ns")]
    [InlineData("\"ns\"", "\"more\":1,\"ns\"", "'more'")]
    public void A_line_that_says_no_shape_is_refused(string part, string other, string message)
    {
        const string Line = """{"subject":"Register","size":1,"sharers":1,"thread":"None","cpus":2,"held_out":false,"ns":[5]}""";
        using var reader = new StringReader($"{Head}\n{Line}\n");
        Assert.Single(ObservationFile.Parse("a.jsonl", reader).Calibration);
        var refused = Refused($"{Head}\n{Line.Replace(part, other, StringComparison.Ordinal)}\n");
        Assert.StartsWith("a.jsonl:2: ", refused, StringComparison.Ordinal);
        Assert.Contains(message, refused, StringComparison.Ordinal);
        Assert.Contains("; expected a shape as ptemu calibrate writes it: subject, size", refused, StringComparison.Ordinal);
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

    private static string Refused(string text)
    {
        using var reader = new StringReader(text);
        return Assert.Throws<FormatException>(() => ObservationFile.Parse("a.jsonl", reader)).Message;
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
