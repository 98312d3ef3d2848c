namespace Emulator.Reports;

/// <summary>What stands above the graph, and which way up it is.</summary>
/// <param name="Title">Such as the walk and the trace.</param>
/// <param name="Subtitle">Should say that the widths are model time, of which cost model, and not samples.</param>
/// <param name="RootOnTop">An icicle graph, root on top; otherwise a flame graph, root at the bottom.</param>
/// <param name="Comparison">That the root is of: then colours and tooltips say what changed.</param>
public sealed record FlameSvgOptions(string Title, string Subtitle = "", bool RootOnTop = false, FlameComparison? Comparison = null);
