namespace Emulator.Kernel;

/// <summary>Something that must never be so, and was: a bug of the walk or of the release, reported and not thrown.</summary>
/// <param name="Check">Which rule: `lock held`, `obligation unpaid`.</param>
/// <param name="What">Where, and what was found.</param>
/// <param name="Severity">Can anybody use it?</param>
public sealed record Violation(string Check, string What, Severity Severity = Severity.Usable);
