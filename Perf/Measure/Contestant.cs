namespace Perf.Measure;

/// <summary>One of several ways to do the same, by name.</summary>
/// <param name="Run">Does it once. What it returns shows that it did.</param>
internal sealed record Contestant(string Name, Func<long> Run)
{
    /// <summary>Puts back what a run changes, outside the measured time. A sample is then one run.</summary>
    internal Action? Prepare { get; init; }
}
