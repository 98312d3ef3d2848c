namespace Perf.Benchmarks;

/// <summary>What a walk finds in each 1G of the VMA.</summary>
public enum WalkState
{
    /// <summary>A table that another process uses too.</summary>
    Shared,

    /// <summary>A table of the process alone.</summary>
    Populated,

    /// <summary>Nothing: the memory was never touched.</summary>
    NoTables,
}
