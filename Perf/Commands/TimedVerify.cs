using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Host;
using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu verify --time TRACE...</c>: what a profile predicts beside what this machine's kernel took.</summary>
public static class TimedVerify
{
    internal static int Run(
        IReadOnlyList<Trace> traces, LinuxKernel release, CostProfile profile, HostOptions options, bool isJson, Terminal terminal)
    {
        foreach (var trace in traces) HostPreconditions.Check(trace, ThisMachine.OnlineCpus);
        using var runner = new HostRunner(options, terminal.Progress);
        var runs = traces.Count * options.Repeat;
        var rounds = runner.RunInTurn(
            traces, options.Repeat, seed: 1, TimeSpan.MaxValue, done => terminal.Progress($"{done} of {runs} runs on this machine"));
        return Report([.. traces.Zip(rounds)], release, profile, isJson, terminal);
    }

    /// <summary>Prints them, whoever measured.</summary>
    /// <param name="measured">Each trace with the answers of every round.</param>
    public static int Report(
        IReadOnlyList<(Trace Trace, IReadOnlyList<IReadOnlyList<HostAnswer>> Rounds)> measured,
        LinuxKernel release, CostProfile profile, bool isJson, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(terminal);
        var status = ExitStatus.Done;
        var compared = new List<TimedStatement>();
        foreach (var (trace, rounds) in measured)
        {
            var predictions = Prediction.Of(ThisMachine.AsOf(trace), release, profile);
            var path = measured.Count > 1 ? trace.Path : null;
            if (DifferenceIn(predictions, rounds[0]) is var (prediction, host, fields))
            {
                terminal.Output.WriteLine(isJson
                    ? TimedJson.OfDifference(prediction.Answer.Statement, path, fields)
                    : DifferenceReport.Of(trace.Path, prediction.Answer, host, fields));
                status = ExitStatus.CheckFailed;
                continue;
            }

            TimedStatement[] statements = [.. predictions.Zip(Medians(rounds), (predicted, time) => new TimedStatement(predicted, time))];
            compared.AddRange(statements);
            if (isJson)
            {
                foreach (var statement in statements) terminal.Output.WriteLine(TimedJson.Of(statement, path));
                continue;
            }

            terminal.Output.WriteLine($"{trace.Path}: medians of {rounds.Count} runs; load {HostMachine.Load()}; {profile.Name}");
            terminal.Output.WriteLine(TimedTable.Of(statements));
        }

        if (isJson)
        {
            var rounds = measured.Min(one => one.Rounds.Count);
            terminal.Output.WriteLine(TimedJson.Summary(compared, rounds, release.Name, ProfileFiles.NameOf(profile), HostMachine.Load()));
        }

        return status;
    }

    /// <summary>Where the kernel did something else, its time means nothing.</summary>
    private static (Prediction Prediction, HostAnswer Host, IReadOnlyList<string> Fields)? DifferenceIn(
        IReadOnlyList<Prediction> predictions, IReadOnlyList<HostAnswer> answers)
    {
        foreach (var (prediction, host) in predictions.Zip(answers))
        {
            var fields = AnswerFields.Differences(prediction.Answer, host);
            if (fields.Count > 0) return (prediction, host, fields);
        }

        return null;
    }

    private static double[] Medians(IReadOnlyList<IReadOnlyList<HostAnswer>> rounds) =>
        [.. Enumerable.Range(0, rounds.Min(round => round.Count)).Select(i => Statistics.Median(rounds.Select(round => (double)round[i].Nanoseconds)))];
}
