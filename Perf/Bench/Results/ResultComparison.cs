using System.Globalization;
using System.Text;
using Emulator.Reports;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>Two files of results side by side, as the mails of LKP have them: value and %stddev of each, and between them %change.</summary>
internal static class ResultComparison
{
    /// <summary>A change is beyond the noise if it is so many times the standard deviation of both together.</summary>
    private const double Sigmas = 2;

    /// <summary>Less is nothing to tell, however still the machine was.</summary>
    private const double ChangeMinPercent = 1;

    internal static string Of(ResultFile before, ResultFile after)
    {
        // Times of two machines say nothing about the program; ratios, taken in turn in one process, do.
        var isSameCpu = before.Cpu == after.Cpu;
        var pairs = (
            from one in before.Metrics
            join other in after.Metrics on one.Name equals other.Name
            where isSameCpu || !one.IsTime
            select (Before: one, After: other)).ToList();
        if (pairs.Count == 0) throw new BadInputException($"{before.Path} and {after.Path} have no result in common");
        var table = new TextTable(14, 8, 10, 14, 8, 2);
        table.Add("base", "%stddev", "%change", "head", "%stddev", "  what");
        foreach (var (one, other) in pairs)
        {
            table.Add(Value(one), Spread(one), Change(one, other), Value(other), Spread(other), $"  {one.Name} [{one.Unit}]");
        }

        var text = new StringBuilder($"base: {before.Path}: {before.Machine}\nhead: {after.Path}: {after.Machine}\n");
        if (!isSameCpu) text.Append("Two machines: their times are left out, and only ratios compared.\n");
        return text.Append('\n').Append(table).Append('\n').Append(Summary(pairs)).ToString();
    }

    private static string Summary(List<(ResultMetric Before, ResultMetric After)> pairs)
    {
        var text = new StringBuilder();
        var moved = pairs.Where(pair => IsBeyondNoise(pair.Before, pair.After)).ToList();
        text.Append(CultureInfo.InvariantCulture, $"{moved.Count} of {pairs.Count} moved beyond the noise ({Sigmas:0} standard deviations of both together)");
        text.Append(moved.Count == 0 ? ".\n" : ":\n");
        foreach (var (one, other) in moved)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {(IsFaster(one, other) ? "faster" : "slower")} {Change(one, other),8}  {one.Name} [{one.Unit}]\n");
        }

        var unknown = pairs.Count(pair => pair.Before.Spread is null || pair.After.Spread is null);
        if (unknown > 0) text.Append(CultureInfo.InvariantCulture, $"Of {unknown} the noise is not known: one of the files has no %stddev of them.\n");
        return text.ToString();
    }

    private static bool IsFaster(ResultMetric before, ResultMetric after) => before.IsTime == after.Value < before.Value;

    private static double ChangePercent(ResultMetric before, ResultMetric after) => 100 * ((after.Value / before.Value) - 1);

    internal static bool IsBeyondNoise(ResultMetric before, ResultMetric after)
    {
        if (before.Spread is not { } one || after.Spread is not { } other) return false;
        var change = Math.Abs(ChangePercent(before, after));
        var scaled = other * after.Value / before.Value;
        return change >= ChangeMinPercent && change > Sigmas * Math.Sqrt((one * one) + (scaled * scaled));
    }

    private static string Change(ResultMetric before, ResultMetric after) =>
        ChangePercent(before, after).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%";

    private static string Value(ResultMetric metric) => metric.Value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Spread(ResultMetric metric) =>
        metric.Spread is { } spread ? $"+-{spread.ToString("0", CultureInfo.InvariantCulture)}%" : "-";
}

/// <summary>One number of a file of results.</summary>
/// <param name="Name">What was measured, the same in each file.</param>
/// <param name="Unit">ns, where less is faster, or ratio, where more is.</param>
/// <param name="Spread">The standard deviation of its rounds in percent; null where it was not kept.</param>
internal sealed record ResultMetric(string Name, string Unit, double Value, double? Spread)
{
    internal bool IsTime => Unit == "ns";
}
