using Emulator.Kernel;
using Emulator.Scenarios;

namespace Emulator.Experiments;

/// <summary>Traces run at a release with every check on: how many were clean, and of each check how many traces it fired in.</summary>
public sealed class RandomChecks(LinuxKernel release)
{
    private readonly Dictionary<(string Check, Severity Severity), FoundCheck> _found = [];

    public int Clean { get; private set; }

    public IReadOnlyCollection<FoundCheck> Found =>
        [.. _found.Values.OrderBy(found => found.Check, StringComparer.Ordinal).ThenBy(found => found.Severity)];

    public void Add(Trace trace)
    {
        var violations = Violations(trace, release);
        if (violations.Count == 0) Clean++;
        foreach (var key in violations.Select(one => (one.Check, one.Severity)).Distinct())
        {
            if (!_found.TryGetValue(key, out var found)) found = new(key.Check, key.Severity, trace, 0);
            _found[key] = found with { Traces = found.Traces + 1 };
        }
    }

    /// <summary>Does a check fire in a trace, so severely?</summary>
    public static bool Fires(Trace trace, LinuxKernel release, FoundCheck found) =>
        Violations(trace, release).Any(one => one.Check == found.Check && one.Severity == found.Severity);

    private static List<Violation> Violations(Trace trace, LinuxKernel release)
    {
        using var run = new TraceRun(trace, release, isChecked: true);
        return [.. run.Answers().SelectMany(answer => answer.Violations)];
    }
}

/// <summary>A check that fired in some of many traces.</summary>
/// <param name="Severity">The worst of what it found.</param>
/// <param name="First">The first trace that it fired in.</param>
public sealed record FoundCheck(string Check, Severity Severity, Trace First, int Traces);
