using System.Globalization;
using Emulator.Accounting;
using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>A storm at several releases, for people: a column for each.</summary>
public static class StormText
{
    private static readonly double[] Percentiles = [0.5, 0.99, 0.999];

    public static string Of(IReadOnlyList<(string Release, StormResult Result)> storms)
    {
        ArgumentNullException.ThrowIfNull(storms);
        var table = new TextTable([36, .. storms.Select(_ => 10)]);
        void Row(string name, Func<StormResult, string> cell) => table.Add([name, .. storms.Select(storm => cell(storm.Result))]);

        table.Add(["", .. storms.Select(storm => storm.Release)]);
        Row("time until all are gone", result => Duration.Of(result.Nanoseconds));
        Row($"  times that of {storms[0].Release}", result => Number(result.Nanoseconds / storms[0].Result.Nanoseconds));
        Row("broadcast IPIs", result => $"{result.Ipis}");
        Row("longest stall", result => Duration.Of(result.LongestStallNs));
        foreach (var part in Percentiles)
        {
            var percent = (100 * part).ToString(CultureInfo.InvariantCulture);
            Row($"bystander's fault, {percent} %", result => Duration.Of(Statistics.Quantile(result.Bystander, part)));
        }

        Row("bystander's fault, longest", result => Duration.Of(result.Bystander.Max()));
        foreach (var kind in storms.SelectMany(storm => storm.Result.Locks).Select(use => use.Kind).Distinct().Order())
        {
            var name = new StateKey(kind, 0).LockName;
            Row($"{name}: held", result => Of(result, kind, use => use.HeldNs));
            Row($"{name}: waited for", result => Of(result, kind, use => use.WaitedNs));
            Row($"{name}: longest wait", result => Of(result, kind, use => use.LongestWaitNs));
        }

        return table.ToString();
    }

    /// <summary>How the factor between two releases depends on what is least sure.</summary>
    public static string Of(string slow, string fast, IReadOnlyList<StormSensitivity> sensitivities)
    {
        ArgumentNullException.ThrowIfNull(sensitivities);
        var table = new TextTable(36, 10, 10, 10);
        table.Add($"{slow} takes so many times {fast}'s", "ns", "at half", "at double");
        foreach (var one in sensitivities) table.Add($"  {one.Cost}", Number(one.Nanoseconds), Number(one.Half), Number(one.Double));
        return table.ToString();
    }

    private static string Of(StormResult result, StateKind kind, Func<StormLockUse, double> figure) =>
        result.Locks.FirstOrDefault(use => use.Kind == kind) is { } use ? Duration.Of(figure(use)) : "-";

    private static string Number(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
