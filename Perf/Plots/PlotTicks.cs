using Emulator.Reports;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Perf.Plots;

/// <summary>What is written beside an axis of logarithms.</summary>
internal static class PlotTicks
{
    private const int FewOctaves = 4;

    /// <summary>Of powers of ten: up to three times as large.</summary>
    private const double FewTenths = 0.5;

    /// <summary>The powers of two between two logarithms to the base of 2; where they are few, also what lies between (3, 6, 12).</summary>
    internal static NumericManual OfPowers(double least, double most)
    {
        double[] parts = most - least < FewOctaves ? [1, 1.5] : [1];
        var ticks = from power in Whole(Math.Floor(least), most)
                    from part in parts
                    let value = part * Math.Pow(2, power)
                    where Math.Log2(value) >= least && Math.Log2(value) <= most
                    select new Tick(Math.Log2(value), $"{value:0.#}");
        return new([.. ticks]);
    }

    /// <summary>Nanoseconds between two logarithms to the base of 10: each digit has a tick, and as many as there is room for have a label.</summary>
    internal static NumericManual OfTimes(double least, double most)
    {
        int[] labelled = (most - least) switch { < 0.7 => [1, 2, 3, 4, 5, 7], < 2 => [1, 2, 5], _ => [1] };
        var ticks = from power in Whole(Math.Floor(least), most)
                    from digit in Enumerable.Range(1, 9)
                    let at = power + Math.Log10(digit)
                    where at >= least && at <= most
                    let isMajor = labelled.Contains(digit)
                    select new Tick(at, isMajor ? Duration.Of(digit * Math.Pow(10, power)) : "", isMajor);
        return new([.. ticks]);
    }

    /// <summary>Ratios between two logarithms to the base of 10: each tenth has a label; where they are many, 1, 2 and 5 do.</summary>
    internal static NumericManual OfRatios(double least, double most)
    {
        var values = most - least < FewTenths
            ? Whole(Math.Pow(10, least) * 10, Math.Pow(10, most) * 10).Select(tenths => tenths / 10.0)
            : Whole(Math.Floor(least), most).SelectMany(power => ((int[])[1, 2, 5]).Select(digit => digit * Math.Pow(10, power)));
        return new([.. values
            .Where(value => value > 0 && Math.Log10(value) >= least && Math.Log10(value) <= most)
            .Select(value => new Tick(Math.Log10(value), $"{value:0.###}"))]);
    }

    private static IEnumerable<int> Whole(double least, double most) =>
        Enumerable.Range((int)Math.Ceiling(least), (int)Math.Floor(most) - (int)Math.Ceiling(least) + 1);
}
