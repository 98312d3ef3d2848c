using Emulator.Kernel;

namespace Emulator.Explore;

/// <summary>What an exploration came to.</summary>
public sealed record ExploreResult
{
    /// <summary>The first violation, in the execution with the fewest preemptions; null where all holds.</summary>
    public Finding? Found { get; init; }

    /// <summary>Violations of the same execution, and in one without a usable violation those that are speculative only.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The order in which it happens; null where nothing was found.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>That execution, a row a step; empty where nothing was found.</summary>
    public IReadOnlyList<TimelineRow> Timeline { get; init; } = [];

    /// <summary>
    /// The different ways in which it can end: what each statement answered, and what is left. All of them only where the exploration is
    /// complete and was told to find all.
    /// </summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    public required IReadOnlyList<string> Threads { get; init; }

    public required long Executions { get; init; }

    /// <summary>Steps at which an actor was chosen, repeated ones counted again.</summary>
    public required long Transitions { get; init; }

    /// <summary>States in which the actors were, those that nobody can tell apart counted once.</summary>
    public required long States { get; init; }

    /// <summary>Was every interleaving looked at? Not after a violation, nor where time ran out.</summary>
    public required bool IsComplete { get; init; }

    public required TimeSpan Elapsed { get; init; }
}

/// <summary>What an execution left that must not be.</summary>
/// <param name="Line">The line of the trace after which it was found; 0: while the block ran.</param>
public sealed record Finding(Violation Violation, int Line);
