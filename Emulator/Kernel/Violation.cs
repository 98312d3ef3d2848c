using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <summary>Something that must never be so, and was: a bug of the walk or of the release, reported and not thrown.</summary>
/// <param name="Check">Which rule: `lock held`, `obligation unpaid` (docs/checks.md has them all).</param>
/// <param name="What">Where, and what was found.</param>
/// <param name="Severity">Can anybody use it?</param>
public sealed record Violation(string Check, string What, Severity Severity = Severity.Usable)
{
    /// <summary>Whose address space <see cref="Range"/> is of; null where there is no range.</summary>
    public string? Process { get; init; }

    /// <summary>The addresses that it is about, for a ruler.</summary>
    public AddrRange? Range { get; init; }

    /// <summary>The kernel functions on the way, outermost first: under way, or of a state those that made it so, where that is known.</summary>
    public IReadOnlyList<KernelFunction> Stack { get; init; } = [];

    /// <summary>The same finding, whatever the way to it.</summary>
    public bool Equals(Violation? other) => other is not null && (Check, What, Severity) == (other.Check, other.What, other.Severity);

    public override int GetHashCode() => HashCode.Combine(Check, What, Severity);
}

/// <summary>How bad it is that something must not be so, and is.</summary>
public enum Severity
{
    /// <summary>Somebody can use it: an access, a call.</summary>
    Usable,

    /// <summary>Only a CPU in lazy TLB mode could walk it speculatively; no instruction can use what it finds.</summary>
    Speculative,
}
