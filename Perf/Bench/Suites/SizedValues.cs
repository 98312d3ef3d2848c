using System.Collections;

namespace Perf.Bench;

/// <summary>
/// The values of a benchmark's parameter, in two sets: the real one, and a tiny one that the tests and
/// <c>ptemu bench --smoke</c> run, so that no benchmark can rot. To BenchmarkDotNet it is the set that was chosen.
/// </summary>
public sealed class SizedValues<T>(IReadOnlyList<T> real, IReadOnlyList<T> smoke) : ISizedValues, IEnumerable<T>
{
    public IEnumerable Smoke => smoke;

    public IEnumerator<T> GetEnumerator() => (BenchmarkRun.IsSmoke ? smoke : real).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Values of any type of which there is a tiny set (<see cref="SizedValues{T}"/>).</summary>
public interface ISizedValues
{
    IEnumerable Smoke { get; }
}
