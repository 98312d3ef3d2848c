using System.Globalization;
using System.Text;
using Emulator.Costs;
using Emulator.Probes;

namespace Emulator.Reports;

/// <summary>A storm at several releases, for people: a column for each.</summary>
public static class StormText
{
    /// <param name="sensitivities">None where nobody asked.</param>
    public static string Of(IReadOnlyList<(string Release, StormResult Result)> storms, IReadOnlyList<StormSensitivity> sensitivities)
    {
        ArgumentNullException.ThrowIfNull(storms);
        ArgumentNullException.ThrowIfNull(sensitivities);
        var table = new TextTable([36, .. storms.Select(_ => 10)]);
        void Row(string name, Func<StormResult, string> cell) => table.Add([name, .. storms.Select(storm => cell(storm.Result))]);

        table.Add(["", .. storms.Select(storm => storm.Release)]);
        Row("time until all are gone", result => Duration.Of(result.Nanoseconds));
        Row("  at least: every cost at its low end", result => Duration.Of(result.Time.Low));
        Row("  at most: every cost at its high end", result => Duration.Of(result.Time.High));
        Row($"  times that of {storms[0].Release}", result => Number(result.Nanoseconds / storms[0].Result.Nanoseconds));
        if (sensitivities.Count > 0) table.Add(["  with half or double of one cost below", "", .. storms.Skip(1).Select((_, i) => Range(sensitivities, i))]);
        Row("broadcast IPIs", result => $"{result.Ipis}");
        Row("longest stall", result => Duration.Of(result.LongestStallNs));
        Row("bystander's faults", result => $"{result.Bystander.Count}");
        foreach (var (name, part, least) in StormPercentiles.All)
        {
            if (storms.Any(storm => storm.Result.Bystander.Count >= least))
                Row($"  {name}", result => StormPercentiles.Of(result, part, least) is { } latency ? Duration.Of(latency) : "-");
        }

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
    public static string Of(IReadOnlyList<string> releases, IReadOnlyList<StormSensitivity> sensitivities)
    {
        ArgumentNullException.ThrowIfNull(releases);
        ArgumentNullException.ThrowIfNull(sensitivities);
        var table = new TextTable([32, 9, 17, .. releases.Skip(1).SelectMany(_ => (int[])[11, 7])]);
        table.Add([$"times that of {releases[0]}", "ns", "between", .. releases.Skip(1).SelectMany(release => (string[])[$"{release}: half", "double"])]);
        foreach (var (name, cost, half, twice, _) in sensitivities)
        {
            table.Add([
                $"  {name}{(cost.IsVirtual ? " (VM)" : "")}", Number(cost.Nanoseconds), $"{Number(cost.Low)}..{Number(cost.High)}",
                .. half.Zip(twice, (low, high) => (string[])[Number(low), Number(high)]).SelectMany(pair => pair)]);
        }

        return table.ToString();
    }

    private static string Range(IReadOnlyList<StormSensitivity> sensitivities, int release)
    {
        var factors = sensitivities.SelectMany(one => (double[])[one.Half[release], one.Double[release]]).ToList();
        return $"{Number(factors.Min())}..{Number(factors.Max())}";
    }

    private static string Of(StormResult result, StateKind kind, Func<StormLockUse, double> figure) =>
        result.Locks.FirstOrDefault(use => use.Kind == kind) is { } use ? Duration.Of(figure(use)) : "-";

    private static string Number(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}

/// <summary>Which percentiles of the bystander's faults are told: none that its faults are too few for.</summary>
internal static class StormPercentiles
{
    internal static IReadOnlyList<(string Name, double Part, int Least)> All { get; } =
        [("50 %", 0.5, 1), ("99 %", 0.99, 100), ("99.9 %", 0.999, 1000), ("longest", 1, 1)];

    /// <returns>Null where there are fewer faults than that.</returns>
    internal static double? Of(StormResult result, double part, int least) =>
        result.Bystander.Count >= least ? Statistics.Quantile(result.Bystander, part) : null;
}

/// <summary>What the machines of a storm cost, each number with its source: <c>ptemu storm --machines</c>.</summary>
public static class StormMachineTable
{
    public static string Text(IReadOnlyList<StormMachine> machines)
    {
        ArgumentNullException.ThrowIfNull(machines);
        var text = new StringBuilder();
        foreach (var machine in machines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{machine.Name}: {machine.Meaning}\n");
            foreach (var (name, meaning, cost) in machine.Costs)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {name,-13} {Duration.Of(cost.Nanoseconds),6}  {meaning}\n");
                text.Append(CultureInfo.InvariantCulture, $"  {"",-13} {"",6}  {cost.Source}{(cost.IsVirtual ? " (of a virtual machine)" : "")}\n");
            }
        }

        return text.ToString();
    }
}
