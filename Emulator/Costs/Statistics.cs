using Emulator.Native;

namespace Emulator.Costs;

/// <summary>Figures of samples that a few wild ones don't move.</summary>
public static class Statistics
{
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The median of the distances from the median.</summary>
    public static double MedianDeviation(IReadOnlyList<double> values)
    {
        var median = Median(values);
        return Median(values.Select(value => Math.Abs(value - median)));
    }

    /// <summary>The value below which a part of the sample lies, between two of them by a straight line.</summary>
    public static double Quantile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToList();
        Ensure.That(sorted.Count > 0 && part is >= 0 and <= 1);
        var at = part * (sorted.Count - 1);
        var below = (int)at;
        return below + 1 < sorted.Count ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
