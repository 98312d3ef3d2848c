namespace Perf.Measure;

/// <summary>One of several ways to do the same, by name.</summary>
/// <param name="Run">Does it once. What it returns shows that it did.</param>
internal sealed record Contestant(string Name, Func<long> Run);
