using System.Collections;

namespace Perf.Benchmarks;

/// <summary>Values of any type of which there is a tiny set (<see cref="SizedValues{T}"/>).</summary>
public interface ISizedValues
{
    IEnumerable Smoke { get; }
}
