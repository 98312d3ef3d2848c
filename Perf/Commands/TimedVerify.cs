using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Host;
using Emulator.Native;
using Emulator.Reports;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Perf.Commands;

/// <summary><c>ptemu verify --time TRACE...</c>: what a profile predicts beside what this machine's kernel took.</summary>
internal static class TimedVerify
{
    internal static int Run(
        IReadOnlyList<Trace> traces, KernelRelease release, CostProfile profile, HostOptions options, Terminal terminal)
    {
        foreach (var trace in traces)
        {
            TracePreconditions.Check(trace, HostMemory.Available());
            HostPreconditions.Check(trace, ThisMachine.OnlineCpus);
        }

        using var runner = new HostRunner(options, terminal.Progress);
        var runs = traces.Count * options.Repeat;
        var rounds = runner.RunInTurn(
            traces, options.Repeat, seed: 1, TimeSpan.MaxValue, done => terminal.Progress($"{done} of {runs} runs on this machine"));
        var status = ExitStatus.Done;
        foreach (var (trace, answers) in traces.Zip(rounds))
        {
            var predictions = Prediction.Of(ThisMachine.AsOf(trace), release, profile);
            if (DifferenceIn(trace, predictions, answers[0]) is { } report)
            {
                terminal.Output.WriteLine(report);
                status = ExitStatus.CheckFailed;
            }
            else
            {
                terminal.Output.WriteLine($"{trace.Path}: medians of {answers.Count} runs; load {HostMachine.Load()}; {profile.Name}");
                terminal.Output.WriteLine(TimedTable.Of(predictions, Medians(answers)));
            }
        }

        return status;
    }

    /// <summary>Where the kernel did something else, its time means nothing.</summary>
    private static string? DifferenceIn(Trace trace, IReadOnlyList<Prediction> predictions, IReadOnlyList<HostAnswer> answers)
    {
        foreach (var (prediction, host) in predictions.Zip(answers))
        {
            var fields = AnswerFields.Differences(prediction.Answer, host);
            if (fields.Count > 0) return DifferenceReport.Of(trace.Path, prediction.Answer, host, fields);
        }

        return null;
    }

    private static double[] Medians(IReadOnlyList<IReadOnlyList<HostAnswer>> rounds) =>
        [.. Enumerable.Range(0, rounds.Min(round => round.Count)).Select(i => Statistics.Median(rounds.Select(round => (double)round[i].Nanoseconds)))];
}
