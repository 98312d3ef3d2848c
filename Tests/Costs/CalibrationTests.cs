using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Host;
using Perf;
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

    [Theory]
    [InlineData("", "no measurements")]
    [InlineData("{}", "a.jsonl: no measurements")]
    [InlineData("x", "a.jsonl:1: no line of measurements")]
    [InlineData("{}\n{\"subject\":\"Nap\",\"size\":1,\"sharers\":1,\"thread\":\"None\",\"cpus\":2,\"held_out\":false,\"ns\":[5]}", "a.jsonl:2: ")]
    [InlineData("{}\n{\"subject\":\"Register\",\"size\":1,\"sharers\":1,\"thread\":\"None\",\"cpus\":2,\"held_out\":false,\"ns\":[]}", "no positive times")]
    public void Bad_measurements_are_refused(string text, string message)
    {
        using var reader = new StringReader(text);
        Assert.Contains(message, Assert.Throws<FormatException>(() => ObservationFile.Parse("a.jsonl", reader)).Message, StringComparison.Ordinal);
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
