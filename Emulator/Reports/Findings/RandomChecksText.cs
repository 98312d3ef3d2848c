using Emulator.Experiments;

namespace Emulator.Reports;

/// <summary>What <see cref="RandomChecks"/> found, as text: `ptemu check --random`.</summary>
public static class RandomChecksText
{
    /// <summary>A line for each check that fired, and how severely; empty where none did.</summary>
    public static string Of(RandomChecks checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        if (checks.Found.Count == 0) return "";
        var table = new TextTable(26, 8, 14, 18);
        table.Add("check", "traces", "severity", "first");
        foreach (var found in checks.Found) table.Add(found.Check, $"{found.Traces}", $"{found.Severity}".ToLowerInvariant(), found.First.Path);
        return table.ToString();
    }
}
