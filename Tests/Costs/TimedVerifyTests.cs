using System.Text.Json;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Host;
using Emulator.Scenarios;
using Perf.Cli;
using Perf.Commands;
using Tests.Host;
using Tests.Perf;

namespace Tests.Costs;

/// <summary>What <c>ptemu verify --time</c> makes of a kernel's answers, which these tests make up; and what it refuses.</summary>
public class TimedVerifyTests
{
    private const string Case = "file F 4G\nmmap A F 1T..1T+4G shared\ntouch A 1T..1T+4G every=1G\nuffd-register A 1T..1T+4G wp\n";

    private static readonly CostProfile Profile = CalibrationTests.Profile;

    [Fact]
    public void A_machine_gets_an_object_a_statement_and_the_figures_of_all()
    {
        var (trace, predictions) = Predicted();
        // As predicted; twice as long as that; far beyond the interval.
        var times = predictions.Zip([1.0, 2.0, 10.0], (one, times) => (long)(one.Time.Nanoseconds * times)).ToArray();
        var rows = Report([(trace, Rounds(predictions, times))], isJson: true, ExitStatus.Done).Json;
        Assert.Equal([2, 3, 4], rows.Take(3).Select(row => row.GetProperty("line").GetInt32()));
        Assert.Equal(times.Select(time => (double)time), rows.Take(3).Select(row => Number(row, "measured_ns")));
        Assert.Equal(predictions.Select(one => one.Time.Nanoseconds), rows.Take(3).Select(row => Number(row, "model_ns")), Near(0.1));
        Assert.Equal(predictions.Select(one => one.Time.Low), rows.Take(3).Select(row => Number(row, "model_ns_low")), Near(0.1));
        Assert.Equal(predictions.Select(one => one.Time.High), rows.Take(3).Select(row => Number(row, "model_ns_high")), Near(0.1));
        Assert.Equal([0, -0.5, -0.9], rows.Take(3).Select(row => Number(row, "error")), Near(0.001));
        Assert.Equal(
            predictions.Zip(times, (one, time) => one.Time.Contains(time)), rows.Take(3).Select(row => row.GetProperty("is_covered").GetBoolean()));
        Assert.False(rows[2].GetProperty("is_covered").GetBoolean());
        var last = rows[^1];
        Assert.Equal(["statements", "rounds", "median_error", "ninetieth_error", "coverage", "kernel", "profile", "load"], Cli.Names(last));
        Assert.Equal((4, 3, 2), (rows.Count, last.GetProperty("statements").GetInt32(), last.GetProperty("rounds").GetInt32()));
        Assert.Equal([0.5, 0.82], ((string[])["median_error", "ninetieth_error"]).Select(name => Number(last, name)), Near(0.001));
        Assert.Equal(rows.Take(3).Average(row => row.GetProperty("is_covered").GetBoolean() ? 1.0 : 0), Number(last, "coverage"), 0.0001);
        Assert.Equal("epyc-zen3-kvm", last.GetProperty("profile").GetString());
    }

    [Fact]
    public void Of_several_traces_each_line_says_which()
    {
        var (trace, predictions) = Predicted();
        var rounds = Rounds(predictions, [1000, 1000, 1000]);
        var rows = Report([(trace, rounds), (trace, rounds)], isJson: true, ExitStatus.Done).Json;
        Assert.All(rows.SkipLast(1), row => Assert.Equal("case", row.GetProperty("trace").GetString()));
        Assert.Equal(6, rows[^1].GetProperty("statements").GetInt32());
    }

    [Fact]
    public void A_clock_that_stood_still_gives_no_error()
    {
        var (trace, predictions) = Predicted();
        var rows = Report([(trace, Rounds(predictions, [0, 0, 0]))], isJson: true, ExitStatus.Done).Json;
        Assert.All(rows.SkipLast(1), row => Assert.Equal(JsonValueKind.Null, row.GetProperty("error").ValueKind));
        Assert.Equal(JsonValueKind.Null, rows[^1].GetProperty("median_error").ValueKind);
        var lines = Report([(trace, Rounds(predictions, [0, 0, 0]))], isJson: false, ExitStatus.Done).Lines;
        Assert.Equal(3, lines.Count(line => line.EndsWith(" -", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_the_kernel_did_something_else_its_time_means_nothing()
    {
        var (trace, predictions) = Predicted();
        var other = Rounds(predictions, [1000, 1000, 1000], result: "ENOMEM");
        var rows = Report([(trace, other)], isJson: true, ExitStatus.CheckFailed).Json;
        Assert.Equal(2, rows.Count);
        Assert.Equal((2, "result"), (rows[0].GetProperty("line").GetInt32(), rows[0].GetProperty("differs_in")[0].GetString()));
        Assert.Equal((0, JsonValueKind.Null), (rows[1].GetProperty("statements").GetInt32(), rows[1].GetProperty("coverage").ValueKind));
        Assert.Equal("case:2: differs in result", Report([(trace, other)], isJson: false, ExitStatus.CheckFailed).Lines[0]);
    }

    /// <summary>It would be ignored.</summary>
    [Theory]
    [InlineData("--profile", "--profile", "epyc-zen3-kvm")]
    [InlineData("--set", "--set", "send_ipi=1")]
    [InlineData("--json", "--json")]
    [InlineData("--json", "--random", "1", "--json")]
    public void What_says_how_to_compare_times_needs_time(string option, params string[] words)
    {
        var result = Cli.Run(["verify", .. words, .. words.Contains("--random") ? [] : (string[])[Cli.Seed]]);
        Assert.Equal((ExitStatus.BadInput, ""), (result.Status, result.Output));
        Assert.Contains($"{option} says how times are compared, and without --time none are; expected verify --time", result.Error, StringComparison.Ordinal);
    }

    [HostFact]
    public void This_machines_times_are_told_to_a_machine()
    {
        var rows = Cli.RunWithInput(Case, "verify", "-", "--time", "--setup", "--repeat", "3", "--json").Succeeded().Json;
        Assert.Equal((4, 3), (rows.Count, rows[^1].GetProperty("rounds").GetInt32()));
    }

    private static (Trace Trace, IReadOnlyList<Prediction> Predictions) Predicted()
    {
        using var reader = new StringReader(Case);
        var trace = TraceParser.Parse("case", reader);
        return (trace, Prediction.Of(ThisMachine.AsOf(trace), StormTests.Release("6.19"), Profile));
    }

    /// <summary>Two rounds alike.</summary>
    private static IReadOnlyList<IReadOnlyList<HostAnswer>> Rounds(IReadOnlyList<Prediction> predictions, long[] times, string? result = null)
    {
        HostAnswer[] round = [.. predictions.Zip(times, (one, time) => new HostAnswer
        {
            Statement = one.Answer.Statement,
            Result = result ?? one.Answer.Outcome.Result,
            Touched = one.Answer.Outcome.Touched,
            Faults = one.Answer.Outcome.Faults,
            PageTableKilobytes = one.Answer.PageTableKilobytes,
            Nanoseconds = time,
        })];
        return [round, round];
    }

    private static CommandResult Report(
        IReadOnlyList<(Trace Trace, IReadOnlyList<IReadOnlyList<HostAnswer>> Rounds)> measured, bool isJson, int status)
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Null, TextReader.Null, isInteractive: false);
        Assert.Equal(status, TimedVerify.Report(measured, StormTests.Release("6.19"), Profile, isJson, terminal));
        return new(status, output.ToString(), "");
    }

    private static double Number(JsonElement row, string name) => row.GetProperty(name).GetDouble();

    private static Func<double, double, bool> Near(double distance) => (expected, actual) => Math.Abs(expected - actual) <= distance;
}
