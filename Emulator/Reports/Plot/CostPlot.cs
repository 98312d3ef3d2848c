namespace Emulator.Reports;

/// <summary>A plot of costs as data: both axes logarithmic, a line for each model with its interval, and what was measured as points over it.</summary>
/// <param name="Subtitle">What was done, and on a second line what lines and points are.</param>
/// <param name="XName">What is counted, in powers of two.</param>
/// <param name="YName">What takes the time; values are nanoseconds.</param>
/// <param name="Lines">At least one, with at least one point of the model each.</param>
public sealed record CostPlot(string Title, string Subtitle, string XName, string YName, IReadOnlyList<PlotLine> Lines)
{
    /// <summary>Values are ratios of times and not nanoseconds.</summary>
    public bool IsRatio { get; init; }
}

/// <summary>A line of a plot, and what was measured of the same.</summary>
/// <param name="Model">In the order of x.</param>
public sealed record PlotLine(string Name, IReadOnlyList<PlotPoint> Model, IReadOnlyList<PlotPoint> Measured);

/// <summary>A point, and between what it lies: of a model its interval, of a measurement half of the rounds. All above 0.</summary>
public readonly record struct PlotPoint(double X, double Y, double Low, double High);
