namespace Perf.Measure;

/// <summary>One number of a file of results.</summary>
/// <param name="Name">What was measured, the same in each file.</param>
/// <param name="Unit">ns, where less is faster, or ratio, where more is.</param>
/// <param name="Spread">The standard deviation of its rounds in percent; null where it was not kept.</param>
internal sealed record ResultMetric(string Name, string Unit, double Value, double? Spread)
{
    internal bool IsTime => Unit == "ns";
}
