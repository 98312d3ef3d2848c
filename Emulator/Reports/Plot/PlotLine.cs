namespace Emulator.Reports;

/// <summary>A line of a plot, and what was measured of the same.</summary>
/// <param name="Model">In the order of x.</param>
public sealed record PlotLine(string Name, IReadOnlyList<PlotPoint> Model, IReadOnlyList<PlotPoint> Measured);
