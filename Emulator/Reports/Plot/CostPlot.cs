namespace Emulator.Reports;

/// <summary>A plot of costs as data: both axes logarithmic, a line for each model with its interval, and what was measured as points over it.</summary>
/// <param name="Subtitle">What was done, and on a second line what lines and points are.</param>
/// <param name="XName">What is counted, in powers of two.</param>
/// <param name="YName">What takes the time; values are nanoseconds.</param>
/// <param name="Lines">At least one, with at least one point of the model each.</param>
public sealed record CostPlot(string Title, string Subtitle, string XName, string YName, IReadOnlyList<PlotLine> Lines)
{
    /// <summary>Values are no nanoseconds, but times by times.</summary>
    public bool IsRatio { get; init; }
}
