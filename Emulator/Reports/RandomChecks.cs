using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>Traces run at a release with every check on: how many were clean, and of each check how many traces it fired in.</summary>
public sealed class RandomChecks(KernelRelease release)
{
    private readonly SortedDictionary<string, FoundCheck> _found = new(StringComparer.Ordinal);

    public int Clean { get; private set; }

    public IReadOnlyCollection<FoundCheck> Found => _found.Values;

    public void Add(Trace trace)
    {
        var violations = Violations(trace, release);
        if (violations.Count == 0) Clean++;
        foreach (var group in violations.GroupBy(one => one.Check))
        {
            var severity = group.Min(one => one.Severity);
            if (!_found.TryGetValue(group.Key, out var found)) found = new(group.Key, severity, trace, 0);
            _found[group.Key] = found with { Traces = found.Traces + 1, Severity = severity < found.Severity ? severity : found.Severity };
        }
    }

    /// <summary>Does a check fire in a trace?</summary>
    public static bool Fires(Trace trace, KernelRelease release, string check) => Violations(trace, release).Any(one => one.Check == check);

    /// <summary>A line for each check that fired.</summary>
    public string Table()
    {
        if (_found.Count == 0) return "";
        var table = new TextTable(26, 8, 14, 18);
        table.Add("check", "traces", "severity", "first");
        foreach (var found in _found.Values)
        {
            table.Add(found.Check, $"{found.Traces}", $"{found.Severity}".ToLowerInvariant(), found.First.Path);
        }

        return table.ToString();
    }

    private static List<Violation> Violations(Trace trace, KernelRelease release)
    {
        using var run = new TraceRun(trace, release, isChecked: true);
        return [.. run.Answers().SelectMany(answer => answer.Violations)];
    }
}
