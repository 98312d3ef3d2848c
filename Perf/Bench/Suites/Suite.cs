using System.Diagnostics;
using BenchmarkDotNet.Attributes;

namespace Perf.Bench;

/// <summary>
/// What all suites have: a warm-up of their own, and by agreement a parameter Tables, the tables that one invocation handles
/// (<see cref="TimePerTableColumn"/>). It stands in each suite: BenchmarkDotNet trips over a source that is overridden.
/// </summary>
public abstract class Suite : IDisposable
{
    /// <summary>
    /// How long <see cref="WarmUp"/> goes on. Where the tables must be put back after each invocation, BenchmarkDotNet makes one
    /// invocation an iteration, so few and so short that the JIT would never come to tier 1.
    /// </summary>
    public TimeSpan WarmUpTime { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Lets go of what GlobalSetup took.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    protected void WarmUp(Action round)
    {
        ArgumentNullException.ThrowIfNull(round);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < WarmUpTime) round();
    }
}
