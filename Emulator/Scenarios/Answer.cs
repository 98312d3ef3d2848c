using Emulator.Accounting;
using Emulator.Kernel;

namespace Emulator.Scenarios;

/// <summary>What the emulator answers to one statement: the object of the output contract (docs/trace-format.md).</summary>
public sealed record Answer
{
    public required Statement Statement { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>VmPTE in kB of every live process.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> PageTableKilobytes { get; init; }

    public required Tally Tally { get; init; }

    /// <summary>The calls of the statement, by stack.</summary>
    public required CallTree Calls { get; init; }

    public required long LeftShared { get; init; }

    public required long LeftStale { get; init; }

    /// <summary>What was found wrong in the statement or after it: by all checks where they are on, else by the kernel itself.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    public required double ModelNs { get; init; }

    /// <summary>The VMAs of every live process, as the contract prints them; null where nobody asked.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>>? Maps { get; init; }
}
